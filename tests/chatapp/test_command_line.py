"""``chatapp`` without the screens, as a process: what it writes, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from toy_bundles import write_bundles

COMMAND = [sys.executable, "-m", "chatapp"]


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    write_bundles(home / "data" / "bundles")
    return home


@pytest.fixture
def environment(toys: Path) -> dict[str, str]:
    return {**os.environ, "CHATAPP_HOME": str(toys)}


@pytest.fixture
def run(environment: dict[str, str]):
    def run(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
        done = subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, check=False, env=environment)
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


def test_one_shot_questions_are_answered_with_one_line(run) -> None:
    status, out, errors = run("chat", "How", "are you?")
    assert (status, out.count("\n"), errors) == (0, 1, "")
    assert run("chat", "How are you?") == (0, out, "")
    status, out, errors = run("translate", "--from", "en", "--to", "en", "As  it is.")
    assert (status, out, errors) == (0, "As  it is.\n", "")
    status, out, errors = run("suggest", "How are y")
    assert (status, errors) == (0, "")
    assert len(out.rstrip("\n").split("\t")) <= 5
    status, out, errors = run("write", "--words", "5", "--seed", "1", "How are")
    assert (status, errors, out.count("\n"), out[:7]) == (0, "", 1, "How are")
    assert run("write", "--words", "5", "--seed", "1", given=b"How are\n") == (0, out, "")
    status, out, errors = run("detect", "How are you?")
    language, probability = out.split("\t")
    assert (status, errors, language in ("en", "fr", "de", "es")) == (0, "", True)
    assert 0 <= float(probability) <= 1


@pytest.mark.parametrize(
    "arguments",
    [["chat"], ["translate", "--from", "en", "--to", "fr"], ["suggest"], ["detect"]],
    ids=lambda each: each[0],
)
def test_each_line_is_answered_before_the_next_is_read(arguments: list[str], environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        for line in [b"How are you?\n", b"\n", b"Hello \xf0\x9f\x99\x82 \x1b[31m\x00there\r\n", b"   \n"]:
            process.stdin.write(line)
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer.endswith(b"\n")
            if not line.strip():
                assert answer in (b"\n", b"und\t0.000\n")
        rest, errors = process.communicate(timeout=30)
        assert (rest, errors, process.returncode) == (b"", b"", 0)


def test_a_conversation_is_kept_in_mind_unless_each_line_is_fresh(run) -> None:
    lines = b"Hello!\nHello!\nHello!\n"
    _, kept, _ = run("chat", given=lines)
    _, fresh, _ = run("chat", "--fresh", given=lines)
    assert len(set(fresh.splitlines())) == 1
    assert len(set(kept.splitlines())) == 3  # nothing is said twice
    assert kept.splitlines()[0] == fresh.splitlines()[0]


def test_a_seed_gives_the_same_answers_again(run) -> None:
    lines = b"Hello!\nHow are you?\n"
    assert run("chat", "--seed", "5", given=lines) == run("chat", "--seed", "5", given=lines)


def test_what_is_not_utf8_is_named_by_its_line(run) -> None:
    status, out, errors = run("translate", "--from", "en", "--to", "en", given=b"good\nb\xe9d\nlast")
    assert (status, out) == (0, "good\nb\ufffdd\nlast\n")
    assert errors.count("\n") == 1
    assert "line 2" in errors


def test_a_line_of_ten_thousand_words_is_answered(run) -> None:
    line = b"word " * 10_000
    status, out, _ = run("chat", given=line)
    assert (status, out.count("\n")) == (0, 1)
    status, out, _ = run("translate", "--from", "fr", "--to", "fr", given=line)
    assert (status, out) == (0, line.decode() + "\n")
    status, out, _ = run("suggest", given=line)
    assert (status, out.count("\n")) == (0, 1)


def test_bundles_are_listed(run) -> None:
    status, out, errors = run("models")
    assert (status, errors) == (0, "")
    for expected in ("conversation", "suggestions", "languages", "chat, translate", "en, fr, de, es"):
        assert expected in out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "needs a terminal"),
        (["translate", "--from", "en", "--to", "xx", "Hello!"], 2, "'xx' is not known: choose one of en, fr, de, es."),
        (["translate", "--from", "zz", "--to", "fr", "Hello!"], 2, "'zz' is not known"),
        (["suggest", "--language", "zz", "Hello!"], 2, "'zz' is not known"),
        (["translate", "Hello!"], 2, "--to"),
        (["chat", "--bogus"], 2, "--bogus"),
        (["chat", "--seed", "-1", "Hello!"], 2, "--seed"),
        (["bogus"], 2, "bogus"),
        (["chat", "--bundle", "/nowhere", "Hello!"], 1, "/nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_status(run, arguments, status, said) -> None:
    found, out, errors = run(*arguments)
    assert (found, out, errors.count("\n")) == (status, "", 1)
    assert said in errors


def test_a_bundle_of_ones_own_is_used_or_refused(run, toys: Path, tmp_path: Path) -> None:
    own = toys / "data" / "bundles"
    assert run("chat", "--bundle", str(own / "conversation"), "Hello!")[0] == 0
    status, _, errors = run("chat", "--bundle", str(own / "languages"), "Hello!")
    assert (status, "it can: detect" in errors) == (1, True)
    write_bundles(tmp_path)
    (tmp_path / "conversation" / "weights.safetensors").write_bytes(b"cut")
    status, _, errors = run("chat", "--bundle", str(tmp_path / "conversation"), "Hello!")
    assert (status, "damaged" in errors, errors.count("\n")) == (1, True, 1)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["chat", "--help"], ["models"], ["bogus"], []])
def test_what_needs_no_network_imports_nothing_heavy(arguments: list[str], environment: dict[str, str]) -> None:
    script = (
        "import sys; from chatapp.__main__ import main\n"
        f"sys.argv = ['chatapp', *{arguments!r}]\n"
        "main()\n"
        "heavy = {'torch', 'numpy', 'textual', 'sentencepiece', 'gensim', 'asyncio'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr.decode()


def test_a_reader_who_has_seen_enough_is_no_error(environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*COMMAND, "detect"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    process.stdout.close()
    process.stdin.write(b"1\n" * 10)
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 128 + signal.SIGPIPE


def test_an_interruption_is_quiet(environment: dict[str, str]) -> None:
    # Tests in the background of a script are started with the signal ignored, which a process hands on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*COMMAND, "detect"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    signal.signal(signal.SIGINT, before)
    process.stdin.write(b"1\n")
    process.stdin.flush()
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=30)
    assert (out, errors, process.returncode) == (b"", b"", 128 + signal.SIGINT)


def test_shells_complete_commands_and_options(environment: dict[str, str]) -> None:
    asked = {**environment, "_CHATAPP_COMPLETE": "bash_complete", "COMP_WORDS": "chatapp tra", "COMP_CWORD": "1"}
    done = subprocess.run(COMMAND, capture_output=True, check=False, env=asked)
    assert (done.returncode, done.stdout) == (0, b"plain,translate\n")


def test_writing_that_is_stopped_ends_its_line(environment: dict[str, str]) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*COMMAND, "write", "--words", "10000", "How are"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    signal.signal(signal.SIGINT, before)
    assert process.stdout.read(7) == b"How are"
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=30)
    assert (out[-1:], errors, process.returncode) == (b"\n", b"", 128 + signal.SIGINT)
