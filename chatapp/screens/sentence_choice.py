"""The sentences of a translation: the other ways in which each can be said, and which words belong together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from chatapp.client.status import Phase
from chatapp.engine.protocol import Alignment, Done
from chatapp.screens.alignment_picture import AlignmentPicture
from chatapp.screens.live_translation import LiveTranslation
from chatapp.screens.sentence_pairs import SentencePairs
from chatapp.widgets.alternatives_list import AlternativesList
from chatapp.widgets.held_texts import TEXT_LIMIT
from chatapp.widgets.printable import printable
from chatapp.widgets.reading_pane import ReadingPane
from chatapp.widgets.word_highlights import WordHighlights

POINTING_SECONDS = 0.05


class SentenceChoice(LiveTranslation):
    """Asks for what is known of sentences and words only when someone wants to see it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+a", "alternatives", "Other translations of a sentence", show=False),
        Binding("alt+w", "alignment", "Which words belong together, as a picture", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sentence = 0

    @work(group="alternatives", exclusive=True, exit_on_error=False)
    async def action_alternatives(self) -> None:
        """List the ways in which the sentence at the cursor can be translated."""
        if pairs := await self._known_pairs():
            self._list_alternatives(pairs, self._sentence_at_the_cursor(pairs))

    def _list_alternatives(self, pairs: SentencePairs, number: int) -> None:
        self._sentence = number
        self.add_class("-choosing")
        sentence = pairs.sentences[number]
        self.query_one(AlternativesList).show(sentence.translations, pairs.chosen[number], number + 1, len(pairs))
        self._show_spans([pairs.source_span(number)], [pairs.target_span(number)])

    @on(AlternativesList.Moved)
    def _next_sentence(self, event: AlternativesList.Moved) -> None:
        if self._pairs:
            self._list_alternatives(self._pairs, (self._sentence + event.by) % len(self._pairs))

    @on(AlternativesList.Chosen)
    def _take_alternative(self, event: AlternativesList.Chosen) -> None:
        if self._pairs and self._shown:
            self._pairs.chosen[self._sentence] = event.number
            self._shown = replace(self._shown, target=self._pairs.target)
            self.query_one(ReadingPane).show(self._shown.target)
        self._close_alternatives()

    @on(AlternativesList.Closed)
    def _close_alternatives(self) -> None:
        self._hide_alternatives()
        self.writer.composer.focus()

    def _hide_alternatives(self) -> None:
        self.query_one(AlternativesList).display = False
        self.remove_class("-choosing")
        self._show_spans([], [])

    @work(group="alternatives", exclusive=True, exit_on_error=False)
    async def action_alignment(self) -> None:
        """Draw which words belong together."""
        if pairs := await self._known_pairs():
            self.app.push_screen(AlignmentPicture(pairs, self._sentence_at_the_cursor(pairs), self._align))

    @on(WordHighlights.Pointed)
    def _mouse_moved(self, event: WordHighlights.Pointed) -> None:
        self._point(event.place, in_target=isinstance(event.area, ReadingPane))

    @on(TextArea.SelectionChanged)
    def _cursor_moved(self, event: TextArea.SelectionChanged) -> None:
        area = event.text_area
        # Who types moves the cursor, too: only in a text that is translated already is it pointed with.
        if isinstance(area, WordHighlights) and self._shown and area.has_focus and not area.selected_text:
            in_target = isinstance(area, ReadingPane)
            if area.text == (self._shown.target if in_target else self._shown.source):
                self._point(area.place_of(area.cursor_location), in_target=in_target)

    @work(group="point", exclusive=True, exit_on_error=False)
    async def _point(self, place: int | None, *, in_target: bool) -> None:
        if self.query_one(AlternativesList).display:
            return
        await asyncio.sleep(POINTING_SECONDS)
        pairs = await self._known_pairs() if place is not None else None
        number = pairs.at(place, in_target=in_target) if pairs and place is not None else None
        alignment = await self._align(pairs, number) if pairs and number is not None else None
        found = None
        if pairs and number is not None and place is not None and alignment:
            found = pairs.partners(number, alignment, place, in_target=in_target)
        self._show_spans(*(found or ([], [])))
        if pairs and found and len(pairs.source.split()) > 1 and found[0]:
            await self._look_up(" ".join(pairs.source[begin:end] for begin, end in found[0]))

    def _show_spans(self, source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]]) -> None:
        composer = self.writer.composer
        same = self._pairs is not None and composer.text == self._pairs.source
        composer.show_spans(source if same else [])
        self.query_one(ReadingPane).show_spans(target)

    def _sentence_at_the_cursor(self, pairs: SentencePairs) -> int:
        pane = self.query_one(ReadingPane)
        area = pane if pane.has_focus else self.writer.composer
        return pairs.at(area.place_of(area.cursor_location), in_target=area is pane) or 0

    async def _known_pairs(self) -> SentencePairs | None:
        """The sentences of the translation that is shown; None where it has none, or is not of sentences."""
        shown = self._shown
        if shown is None or len(shown.source) > TEXT_LIMIT or self.host.engine_status.phase is not Phase.READY:
            return None
        if self._pairs is None:
            asked = self.host.client.alternatives(shown.source, shown.target_language, shown.source_language or None)
            async for answer in asked:
                if isinstance(answer, Done) and not answer.stopped and self._shown is shown:
                    pairs = SentencePairs(shown.source, shown.target_language, answer.sentences)
                    # Texts that are written in another way for the network cannot be counted in letters.
                    if len(pairs) and printable(pairs.target) == shown.target:
                        self._pairs = pairs
        return self._pairs

    async def _align(self, pairs: SentencePairs, number: int) -> Alignment | None:
        pair = pairs.pair(number)
        if pair not in pairs.alignments:
            async for answer in self.host.client.align(*pair, pairs.target_language):
                if isinstance(answer, Done) and not answer.stopped:
                    pairs.alignments[pair] = answer.alignment
        return pairs.alignments.get(pair)
