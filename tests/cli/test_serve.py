"""`cuibono serve`: what it refuses before it opens anything, and that it begins and ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys

import httpx2
import pytest

from tests.cli.command import invoke

PUBLIC = "192.0.2.7"


def test_a_public_address_is_refused_without_a_token(store, monkeypatch):
    monkeypatch.delenv("CUIBONO_TOKEN", raising=False)
    done = invoke("serve", "--host", "0.0.0.0", "--db", store)
    assert done.code == 2
    assert "token" in done.err
    assert "Traceback" not in done.err


def test_a_weak_token_is_refused_and_not_shown(store, tmp_path):
    (tmp_path / "token").write_text("hunter2\n", "utf-8")
    done = invoke("serve", "--host", PUBLIC, "--token-file", tmp_path / "token", "--db", store)
    assert done.code == 2
    assert "hunter2" not in done.out + done.err


def test_a_token_file_that_is_not_there_is_named(store, tmp_path):
    done = invoke("serve", "--token-file", tmp_path / "none", "--db", store)
    assert done.code == 2
    assert "none cannot be read" in done.err


def test_a_port_that_is_taken_is_named(store):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = invoke("serve", "--port", str(port), "--db", store)
    assert done.code == 2
    assert f"port {port} cannot be used" in done.err


def test_a_store_that_is_not_there_is_named(tmp_path):
    done = invoke("serve", "--port", "0", "--db", tmp_path / "none.db")
    assert done.code == 5
    assert "there is none" in done.err


def test_without_the_packages_it_says_what_to_install(store, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("cuibono.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = invoke("serve", "--port", "0", "--db", store)
    assert done.code == 2
    assert "pip install 'cuibono[web]'" in done.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_it_says_where_it_is_answers_and_ends(store):
    environment = os.environ | {"CUIBONO_MODELS__USE": "0"}
    command = [sys.executable, "-m", "cuibono", "serve", "--port", "0", "--db", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as running:
        line = running.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
        assert httpx2.get(address, timeout=30, trust_env=False).status_code == 200
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
        assert running.wait(20) in {0, 130, -signal.SIGINT}
    assert "Traceback" not in rest
