"""The part of GitHub's API that the scripts use: the runs of a workflow in one state, and the
statuses of commits, which it appends to DIRECTORY/statuses as lines of `COMMIT CONTEXT STATE`.

api.py DIRECTORY: writes its port to DIRECTORY/port, and answers by DIRECTORY/state.json, which
holds the repository, its runs, and the token of the job that runs now with its permissions.
A repository that the token may not see does not exist, as on GitHub.
"""

import json
import os
import re
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

directory = sys.argv[1]
STATES = {"queued", "in_progress", "pending", "requested", "waiting", "completed"}


def answer(path, authorization):
    with open(os.path.join(directory, "state.json")) as file:
        state = json.load(file)
    place, _, query = path.partition("?")
    asked = re.fullmatch(r"/repos/([^/]+/[^/]+)/actions/workflows/([^/]+)/runs", place)
    if not asked or authorization != "Bearer " + state["token"] or asked[1] != state["repository"]:
        return 404, {"message": "Not Found"}
    if state["permissions"].get("actions") not in ("read", "write"):
        return 403, {"message": "Resource not accessible by integration"}
    filters = dict(urllib.parse.parse_qsl(query))
    if not filters.keys() <= {"branch", "status", "per_page"} or filters["status"] not in STATES:
        return 422, {"message": "a filter that this server does not know"}
    runs = [
        run
        for run in state["runs"]
        if os.path.basename(run["path"]) == asked[2]
        and run["head_branch"] == filters.get("branch", run["head_branch"])
        and run["status"] == filters["status"]
    ]
    return 200, {"total_count": len(runs), "workflow_runs": runs}


def take(path, authorization, status):
    with open(os.path.join(directory, "state.json")) as file:
        state = json.load(file)
    place = re.fullmatch(r"/repos/([^/]+/[^/]+)/statuses/([0-9a-f]{40})", path)
    if not place or authorization != "Bearer " + state["token"] or place[1] != state["repository"]:
        return 404, {"message": "Not Found"}
    if state["permissions"].get("statuses") != "write":
        return 403, {"message": "Resource not accessible by integration"}
    if status.get("state") not in ("success", "pending", "failure", "error"):
        return 422, {"message": "Validation Failed"}
    with open(os.path.join(directory, "statuses"), "a") as file:
        file.write(f"{place[2]} {status['context']} {status['state']}\n")
    return 201, status


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.reply(*answer(self.path, self.headers.get("Authorization", "")))

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.reply(*take(self.path, self.headers.get("Authorization", ""), sent))

    def reply(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
with open(os.path.join(directory, "port.new"), "w") as file:
    file.write(str(server.server_port))
os.rename(os.path.join(directory, "port.new"), os.path.join(directory, "port"))
server.serve_forever()
