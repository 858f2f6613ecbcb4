"""The part of GitHub's API that the scripts ask: the runs of a workflow in one state.

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


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        status, body = answer(self.path, self.headers.get("Authorization", ""))
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
