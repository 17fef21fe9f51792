"""A translation service on this machine that speaks both wire formats, and misbehaves on demand."""

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

KEY = "a-key"


class Translator(ThreadingHTTPServer):
    """Translates "help" into "[fr] help"; `status`, `body` and `delay` make it misbehave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []
        self.status = 200
        self.body: bytes | None = None
        self.delay = 0.0
        self.words: dict[str, str] = {}
        self.meanwhile: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, text: str, target: str) -> str:
        return self.words.get(text, f"[{target}] {text}")


class _Handler(BaseHTTPRequestHandler):
    server: Translator

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        server.asked.append({"path": self.path, "body": told, "headers": dict(self.headers)})
        time.sleep(server.delay)
        if server.meanwhile:
            server.meanwhile()
        status, answer = self._answer(told) if server.status == 200 else (server.status, {})
        body = server.body if server.body is not None else json.dumps(answer).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except BrokenPipeError:
            pass  # whoever asked had no more patience

    def _answer(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """As the services answer, key and all."""
        if self.path == "/translate":
            if told.get("api_key") != KEY:
                return 403, {"error": "Invalid API key"}
            assert told["format"] == "text"
            texts = [self.server.answer(text, told["target"]) for text in told["q"]]
            return 200, {"translatedText": texts}
        if self.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            return 403, {}
        texts = [self.server.answer(text, told["target_lang"]) for text in told["text"]]
        source = told["source_lang"]
        found = [{"detected_source_language": source, "text": text} for text in texts]
        return 200, {"translations": found}

    def log_message(self, *args: object) -> None:
        """Nothing: what a test reads is `asked`."""


@pytest.fixture
def translator(settings) -> Iterator[Translator]:
    server = Translator()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.TRANSLATION_URL, settings.TRANSLATION_KEY = server.url, KEY
    settings.TRANSLATION_PROVIDER = "libretranslate"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
