"""A registry that wants a Bearer token for each repository, before one that wants none.

gate.py DIRECTORY HOST: writes its port to DIRECTORY/port and hands what a token allows on to HOST.
Tokens are for octo with the password s3cret. On its worse days it answers as real registries do:
each 13th question for a manifest that wfgen's scripts ask gets 429 with Retry-After, each 17th 500,
the same one never twice in a row. Whoever asks for a repository that was never pushed gets 401, and
nobody's token 403. How often it did what is in DIRECTORY/counts.
"""

import base64
import http.client
import json
import os
import re
import secrets
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

directory, backend = sys.argv[1:]
lock = threading.Lock()
tokens = {}
state = {"asked": 0, "faulty": None}
counts = {}
KNOWN = "Basic " + base64.b64encode(b"octo:s3cret").decode()
# What the scripts ask with; the tools that push and pull do not all ask twice.
CLIENT = "curl/"


def count(what):
    with lock:
        counts[what] = counts.get(what, 0) + 1
        with open(os.path.join(directory, "counts"), "w") as file:
            json.dump(counts, file)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def refuse(self, status, code, headers=()):
        count(str(status))
        body = json.dumps({"errors": [{"code": code, "message": code.lower()}]}).encode()
        self.answer(status, list(headers) + [("Content-Type", "application/json")], body)

    def answer(self, status, headers, body, length=None):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def challenge(self, scope=""):
        realm = f'Bearer realm="http://{self.headers["Host"]}/token",service="gate"'
        return [("WWW-Authenticate", realm + (f',scope="{scope}"' if scope else ""))]

    def token(self):
        login = self.headers.get("Authorization")
        if login != KNOWN:
            return self.refuse(401 if login else 403, "UNAUTHORIZED" if login else "DENIED")
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        token = secrets.token_urlsafe(16)
        tokens[token] = {
            (scope.split(":")[1], action)
            for scope in query.get("scope", [])
            for action in scope.split(":")[2].split(",")
        }
        body = json.dumps({"token": token, "access_token": token}).encode()
        self.answer(200, [("Content-Type", "application/json")], body)

    def is_faulty(self):
        """Whether this question is one of the unlucky ones, and is answered so."""
        if self.command != "GET" or not self.headers.get("User-Agent", "").startswith(CLIENT):
            return False
        with lock:
            state["asked"] += 1
            asked, last = state["asked"], state["faulty"]
            status = 429 if asked % 13 == 0 else 500 if asked % 17 == 0 else None
            if status is None or last == self.path:
                return False
            state["faulty"] = self.path
        if status == 429:
            self.refuse(429, "TOOMANYREQUESTS", [("Retry-After", "1")])
        else:
            self.refuse(500, "UNKNOWN")
        return True

    def handle_request(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length) if length else self.chunks()
        if self.path.startswith("/token"):
            return self.token()
        bearer = self.headers.get("Authorization", "")
        allowed = tokens.get(bearer[7:]) if bearer.startswith("Bearer ") else None
        name = re.match(r"/v2/(.+?)/(manifests|blobs|tags)/", self.path)
        if allowed is None:
            return self.refuse(401, "UNAUTHORIZED", self.challenge())
        if name:
            action = "pull" if self.command in ("GET", "HEAD") else "push"
            if (name[1], action) not in allowed:
                scope = f"repository:{name[1]}:{action}"
                return self.refuse(401, "UNAUTHORIZED", self.challenge(scope))
        if name and name[2] == "manifests" and self.is_faulty():
            return None
        status, headers, answer, length = self.ask(self.command, self.path, body)
        if status == 404 and name and name[2] == "manifests":
            if self.ask("GET", f"/v2/{name[1]}/tags/list", b"")[0] == 404:
                return self.refuse(401, "UNAUTHORIZED", self.challenge())
            count("404")
        # To HEAD, the length is that of what GET would give.
        self.answer(status, headers, answer, length if self.command == "HEAD" else None)
        return None

    def chunks(self):
        body = b""
        if self.headers.get("Transfer-Encoding", "") == "chunked":
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        return body

    def ask(self, method, path, body):
        connection = http.client.HTTPConnection(backend, timeout=60)
        # The registry names itself as it is asked for.
        headers = [
            (name, value)
            for name, value in self.headers.items()
            if name.lower()
            not in ("authorization", "content-length", "transfer-encoding", "connection", "expect")
        ]
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        data = answer.read()
        passed = [
            (name, value)
            for name, value in answer.getheaders()
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date")
        ]
        connection.close()
        return answer.status, passed, data, answer.getheader("Content-Length")

    do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = do_DELETE = handle_request


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
with open(os.path.join(directory, "port.new"), "w") as file:
    file.write(str(server.server_port))
os.rename(os.path.join(directory, "port.new"), os.path.join(directory, "port"))
server.serve_forever()
