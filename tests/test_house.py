"""The house itself: the package is whole, and tests cannot reach the network."""

import socket
import tomllib
from importlib import metadata
from itertools import chain
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

import cuibono

ROOT = Path(__file__).parent.parent


def test_the_installed_version_is_the_one_the_package_states():
    assert metadata.version("cuibono") == cuibono.__version__


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_a_test_cannot_reach_beyond_this_machine():
    with socket.socket() as sock, pytest.raises(SocketConnectBlockedError):
        sock.connect(("192.0.2.1", 80))  # a documentation address: leads nowhere even without the block


def test_a_test_can_reach_loopback():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


@pytest.mark.browser
def test_the_browser_opens_a_file(browser, tmp_path):
    (tmp_path / "page.html").write_text("<title>house</title>", "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert page.title() == "house"
    page.close()


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    reasons = (ROOT / "design" / "dependencies.md").read_text("utf-8")
    asked = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    names = [line.split(">")[0].split("[")[0] for line in asked]
    assert [name for name in names if f"`{name}`" not in reasons] == []


def test_lock_files_name_no_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text, lock.name
