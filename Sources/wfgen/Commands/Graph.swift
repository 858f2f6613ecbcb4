internal import ArgumentParser

struct Graph: ConsoleCommand { func run(_ console: Console) async throws -> Outcome { .clean } }
