"""What the benchmarks of speed ask: lines, messages, and sentences of about eleven words."""

from __future__ import annotations

LINES = (
    "I would like a cup of coffee, please.",
    "What are you doing this weekend?",
    "My sister lives in a small town near the sea.",
    "Could you tell me where the station is?",
)
MESSAGES = ("Hello, how are you?", "What do you do for fun?", "I just got a new puppy.", "Tell me a joke.")
SENTENCES = (
    "Could you please tell me where the nearest station is?",
    "My brother and I went to the beach yesterday afternoon.",
    "She did not want to go home before it was dark.",
    "We have to leave early if we want to catch the train.",
    "I have never seen such a beautiful house in my life.",
    "He asked me whether I had already eaten something that day.",
    "The children were playing in the garden when it started raining.",
    "You should have told me that you were not coming tonight.",
    "There is nothing I can do about it before next Monday.",
    "They are looking for somebody who can speak French and German.",
    "My father drinks a cup of black coffee every single morning.",
    "Do you know how much this blue shirt over there costs?",
    "If I were you, I would not say anything to him.",
    "The film that we saw last night was rather boring, really.",
    "I would like to reserve a table for two people, please.",
    "Her grandmother lives alone in a little house near the forest.",
    "Nobody knew what had happened to the man after the war.",
    "It takes about twenty minutes to walk from here to school.",
    "I forgot to close the window before I left the house.",
    "Please let me know as soon as you have decided anything.",
)
