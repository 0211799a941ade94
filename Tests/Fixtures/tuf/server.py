#!/usr/bin/env python3
"""Serves a folder and misbehaves: server.py FOLDER [CERTIFICATE KEY] prints its port, and ends with its standard input.

/honest/... is the folder; /endless/... never ends; /redirect/... leads to the folder under the same scheme, /downgrade/... to
http://; /silent/... never answers; /broken/... ends before its length; /refused/... is 403.
"""
import http.server
import os
import ssl
import sys
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        mode, _, rest = self.path.lstrip("/").partition("/")
        here = f"{self.headers['Host']}/honest/{rest}"
        try:
            if mode == "endless":
                self.send_response(200)
                self.send_header("Connection", "close")
                self.end_headers()
                while True:
                    self.wfile.write(b" " * 65536)
            elif mode == "redirect":
                self.answer(302, Location=f"{'https' if len(sys.argv) > 2 else 'http'}://{here}")
            elif mode == "downgrade":
                self.answer(302, Location=f"http://{here}" if len(sys.argv) > 2 else f"ftp://{here}")
            elif mode == "silent":
                stopped.wait()
            elif mode == "broken":
                self.answer(200, b"{}", length=100)
                self.close_connection = True
            elif mode == "refused":
                self.answer(403)
            else:
                path = os.path.join(sys.argv[1], rest)
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        self.answer(200, file.read())
                else:
                    self.answer(404)
        except OSError:
            self.close_connection = True


stopped = threading.Event()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
stopped.set()
