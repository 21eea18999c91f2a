"""The file of endpoints: what it may say, and what stops the program with a clear word."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from engine.outgoing import BadEndpoints, read_endpoints


def test_an_endpoint_has_its_files_beside_it_and_its_limits(tmp_path: Path) -> None:
    (tmp_path / "sleutel").write_text("0123456789abcdef\n")
    (tmp_path / "woord").write_text("token-1\n")
    (tmp_path / "endpoints.toml").write_text(
        "[endpoint.edison]\n"
        'url = "http://edison.intern:8080/api/"\n'
        'secret_file = "sleutel"\n'
        'token_file = "woord"\n'
        'allow = ["10.2.0.0/16"]\n'
        "seconds = 3\n"
        "largest_answer_kb = 5\n"
    )
    found = read_endpoints(str(tmp_path / "endpoints.toml"))["edison"]
    assert (found.url, found.secret, found.token) == (
        "http://edison.intern:8080/api",
        b"0123456789abcdef",
        "token-1",
    )
    assert found.allow == (ip_network("10.2.0.0/16"),)
    assert (found.seconds, found.connect_seconds, found.largest_answer) == (3, 5, 5000)
    assert read_endpoints("") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[endpoint.a]\n", "url"),
        ('[endpoint.a]\nurl = "https://x.be"\nurll = 1\n', "unknown: urll"),
        ('[endpoint.A]\nurl = "https://x.be"\n', "small letters"),
        ('[endpoint.a]\nurl = "http://x.be"\n', "allow"),
        ('[endpoint.a]\nurl = "ftp://x.be"\n', "https://"),
        ('[endpoint.a]\nurl = "https://u:p@x.be"\n', "nothing else"),
        ('[endpoint.a]\nurl = "https://x.be/?a=1"\n', "nothing else"),
        ('[endpoint.a]\nurl = "https://x.be:99999"\n', "ort"),
        ('[endpoint.a]\nurl = "https://x.be"\nallow = ["thuis"]\n', "thuis"),
        ('[endpoint.a]\nurl = "https://x.be"\nseconds = 0\n', "above 0"),
        ('[endpoint.a]\nurl = "https://x.be"\nsecret_file = "weg"\n', "weg"),
        ('[endpoint.a]\nurl = "https://x.be"\nsecret_file = "kort"\n', "16 bytes"),
        ('[endpoints.a]\nurl = "https://x.be"\n', "only"),
        ("endpoint = 3\n", "endpoints.toml"),
        ('[endpoint]\na = "https://x.be"\n', "endpoint a"),
        ("[", "endpoints.toml"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "kort").write_text("geheim")
    (tmp_path / "endpoints.toml").write_text(text)
    with pytest.raises(BadEndpoints, match=said):
        read_endpoints(str(tmp_path / "endpoints.toml"))
