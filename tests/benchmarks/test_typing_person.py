from benchmarks.typed_lines import Typed
from benchmarks.typing_person import is_right, type_by_ghost, type_lines
from models.completion import Completion

LINE = Typed("How are you", "en")


def offers(*completions: Completion):
    return lambda _line: lambda begun: [each for each in completions if begun in ("", "How ")]


def test_the_longest_right_suggestion_is_taken_with_one_key() -> None:
    count = type_lines(
        [LINE], offers(Completion("How", 0.5, 1), Completion("How are", 0.3, 2), Completion("Hi", 0.2, 1))
    )
    assert (count.characters, count.keys) == (11, 1 + len("you"))
    assert count.saved == 1 - 4 / 11
    assert (count.shown, count.taken) == (1, 1)


def test_the_space_after_a_typed_word_is_typed() -> None:
    count = type_lines([Typed("How are", "en")], lambda _line: lambda _begun: [])
    assert count.keys == 7


def test_the_next_word_is_looked_for_among_the_words_offered() -> None:
    count = type_lines(
        [LINE], offers(Completion("is", 0.5, 1), Completion("are", 0.3, 1), Completion("are you", 0.2, 2))
    )
    assert (count.words, count.first, count.three) == (3, 0, 1)
    assert (count.offered[1], count.matched[1], count.offered[2], count.matched[2]) == (2, 0, 2, 1)


def test_a_suggestion_is_right_only_to_the_end_of_a_word() -> None:
    assert is_right("re", "re you")
    assert not is_right("re y", "re you")
    assert not is_right("", "re you")


def test_grey_text_is_shown_only_when_it_is_sure_and_counts_once_while_its_letters_are_typed() -> None:
    def suggester_for(_line):
        return lambda begun: [Completion("How is it"[len(begun) :], 0.4, 3)] if len(begun) < 3 else []

    never, always = type_by_ghost([LINE], suggester_for, [0.5, 0.4])
    assert (never.shown, never.keys) == (0, 11)
    assert (always.shown, always.taken, always.keys) == (1, 0, 11)
