"""A loopback server that answers as registries and GitHub's API do on their worse days.

server.py DIRECTORY: writes its port to DIRECTORY/port and every request to DIRECTORY/requests as
`METHOD PATH AUTHORIZATION`; what the last POST sent is in DIRECTORY/posted. DIRECTORY/rules.json
is read for each request: a list of {"path": regular expression, "status", "headers", "body",
"times"}; the first match answers, and one with `times` only so often. DIRECTORY/latency holds
seconds, and DIRECTORY/most the most requests that were under way at a time. `{port}` in headers is replaced. A rule's "authorization" must equal the request's header,
and its "form" what is posted, or the rule is passed over.
"""

import json
import os
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

directory = sys.argv[1]
lock = threading.Lock()
used = {}
waiting = [0, 0]  # Requests under way, and the most that have been.


def text(name, default):
    try:
        with open(os.path.join(directory, name)) as file:
            return file.read()
    except FileNotFoundError:
        return default


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def rule(self, form):
        authorization = self.headers.get("Authorization", "-")
        with lock:
            with open(os.path.join(directory, "requests"), "a") as file:
                file.write(f"{self.command} {self.path} {authorization}\n")
            for number, rule in enumerate(json.loads(text("rules.json", "[]"))):
                if not re.search(rule["path"], f"{self.command} {self.path}"):
                    continue
                if rule.get("authorization", authorization) != authorization:
                    continue
                if rule.get("form", form) != form:
                    continue
                if used.get(number, 0) >= rule.get("times", 1 << 30):
                    continue
                used[number] = used.get(number, 0) + 1
                return rule
        return {"status": 404, "body": "{}"}

    def answer(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.command == "POST":
            with open(os.path.join(directory, "posted"), "wb") as file:
                file.write(sent)
        form = sent.decode(errors="replace")
        with lock:
            waiting[0] += 1
            waiting[1] = max(waiting)
            with open(os.path.join(directory, "most"), "w") as file:
                file.write(str(waiting[1]))
        time.sleep(float(text("latency", "0")))
        with lock:
            waiting[0] -= 1
        rule = self.rule(form)
        body = rule.get("body", "")
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(rule["status"])
        for name, value in rule.get("headers", {}).items():
            self.send_header(name, value.replace("{port}", str(port)))
        self.send_header("Content-Length", str(len(body) + rule.get("missing", 0)))
        self.end_headers()
        self.wfile.write(body)
        if rule.get("missing"):
            self.close_connection = True

    do_GET = do_HEAD = do_PUT = do_POST = answer


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
port = server.server_port
with open(os.path.join(directory, "port.new"), "w") as file:
    file.write(str(port))
os.rename(os.path.join(directory, "port.new"), os.path.join(directory, "port"))
server.serve_forever()
