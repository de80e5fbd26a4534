"""Files with structure: only the language in them changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chatapp.documents import markdown, plain, subtitles
from chatapp.documents.reading import read_file, write_file
from chatapp.documents.reflow import reflow
from chatapp.engine.cannot_answer import CannotAnswer

MARKDOWN = """---
title: one
---

# One two

Three *four* five
six `code`.\\
Seven.

- [ ] Eight
  - nine
    ```
    ten
    ```
> Eleven
> twelve

| A | b |
|---|:-:|
| thirteen | 14 |

    indented code

<div>html</div>

Setext
======

[ref]: https://x.org
"""

SUBTITLES = """1
00:00:01,000 --> 00:00:02,000
I think that we should

2
00:00:02,500 --> 00:00:04,000
go to the station.

3
00:00:05,000 --> 00:00:06,000
- Where?
- Here.

4
00:00:07,000 --> 00:00:08,000
{\\an8}<i>Thank you,
my friend.</i>
"""


def test_what_is_language_in_markdown() -> None:
    assert markdown.read(MARKDOWN).passages == (
        "One two",
        "Three *four* five six `code`.",
        "Seven.",
        "[ ] Eight",
        "nine",
        "Eleven twelve",
        "A",
        "b",
        "thirteen",
        "14",
        "Setext",
    )


@pytest.mark.parametrize(("module", "text"), [(markdown, MARKDOWN), (subtitles, SUBTITLES), (plain, "  a b,\n c\n\n")])
def test_translated_by_itself_a_file_stays_as_it_is(module, text: str) -> None:
    document = module.read(text)
    assert document.written(document.passages) == text


blocks = st.sampled_from(
    [
        "# head",
        "one two\nthree four",
        "- item\n- item two",
        "1. item\n\n   more",
        "> quoted\n> text",
        "```\ncode\n```",
        "| a | b |\n|---|---|\n| c | d |",
        "***",
        "    code",
        "hard  \nbreak",
        "<p>\nhtml\n</p>",
        "![p](q) and [r](s)",
    ]
)


@given(st.lists(blocks, max_size=6), st.sampled_from(["x", "x y - z + 1. w", "longer text than before # it was"]))
def test_the_structure_of_markdown_stays(parts: list[str], translation: str) -> None:
    text = "\n\n".join(parts)
    document = markdown.read(text)
    written = document.written([translation] * len(document.passages))
    parser = MarkdownIt("commonmark").enable("table")
    assert [token.type for token in parser.parse(written)] == [token.type for token in parser.parse(text)]
    for before, after in zip(parser.parse(text), parser.parse(written), strict=True):
        if before.type in ("fence", "code_block", "html_block"):
            assert before.content == after.content


def test_sentences_over_cues_are_one_and_times_stay() -> None:
    document = subtitles.read(SUBTITLES)
    assert document.passages == (
        "I think that we should go to the station.",
        "- Where?\n- Here.",
        "<i>Thank you, my friend.</i>",
    )
    written = document.written(["Je crois que nous devrions aller à la gare.", "- Où ?\n- Ici.", "<i>Merci.</i>"])
    assert [line for line in written.split("\n") if "-->" in line or line.isdigit() or not line] == [
        line for line in SUBTITLES.split("\n") if "-->" in line or line.isdigit() or not line
    ]
    assert "Je crois que nous devrions\n\n2\n" in written and "{\\an8}<i>Merci.</i>\n" in written


@given(st.lists(st.text("ab", min_size=1, max_size=9), min_size=1, max_size=5), st.text("a b-1.#", max_size=60))
def test_lines_hold_all_words_in_their_order(originals: list[str], translation: str) -> None:
    lines = reflow(translation, originals)
    assert len(lines) == len(originals)
    assert " ".join(lines).split() == translation.split()


plain_texts = st.text(st.sampled_from("abC ,.\n\t-"), max_size=80)


@given(plain_texts)
def test_plain_text_keeps_its_lines_and_margins(text: str) -> None:
    document = plain.read(text)
    written = document.written([each.replace("a", "xy z") for each in document.passages])
    assert len(written.split("\n")) == len(text.split("\n"))
    for before, after in zip(text.split("\n"), written.split("\n"), strict=True):
        assert after[: len(after) - len(after.lstrip())] == before[: len(before) - len(before.lstrip())]


def test_line_endings_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    content = "\ufeffOne.\r\n\r\nTwo.\r\n".encode()
    (tmp_path / "a.txt").write_bytes(content)
    file = read_file(tmp_path / "a.txt")
    assert file.document.passages == ("One.", "", "Two.", "")
    write_file(tmp_path / "deep" / "b.txt", file.written(file.document.passages))
    assert (tmp_path / "deep" / "b.txt").read_bytes() == content
    assert [each.name for each in (tmp_path / "deep").iterdir()] == ["b.txt"]


def test_other_encodings_are_read_and_what_is_no_text_is_refused(tmp_path: Path) -> None:
    for name, content in [("a", "Où était-il donc passé cet été ?".encode("latin-1")), ("b", "été".encode("utf-16"))]:
        (tmp_path / name).write_bytes(content)
        assert "été" in "".join(read_file(tmp_path / name).document.passages)
    (tmp_path / "c").write_bytes(b"\x7fELF\0\0")
    with pytest.raises(CannotAnswer, match="is not a text"):
        read_file(tmp_path / "c")
    with pytest.raises(CannotAnswer, match="cannot be read"):
        read_file(tmp_path / "none")
