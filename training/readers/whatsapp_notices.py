"""What WhatsApp itself writes into an export, in English, German, French, Spanish, Italian and Portuguese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from training.rejects import MEDIA, SYSTEM_MESSAGE

DELETED = "deleted message"
EMPTY = "empty message"

_NOTICE = re.compile(
    r"""^(?:
      messages\ (?:and\ calls\ are|to\ this\ (?:chat|group)|you\ send\ to\ this)\b.*\b(?:encrypted|secured)
    | (?:nachrichten\ und\ anrufe|nachrichten,?\ die\ du|die\ nachrichten\ und\ anrufe)\b.*\bverschlüsselt
    | les\ (?:messages\ et\ (?:les\ )?appels|messages\ envoyés)\b.*\b(?:chiffrés|protégés)
    | los\ mensajes\ y\ las\ llamadas\b.*\bcifrad | los\ mensajes\ (?:que\ envíes|en\ este)\b.*\b(?:cifrad|protegid)
    | i\ messaggi\ e\ le\ chiamate\b.*\bcrittografat | as\ mensagens\ e\ (?:as\ )?(?:chamadas|ligações)\b.*\bcriptografi
    | your\ security\ code\ with\b.*\bchanged | (?:deine|die)\ sicherheitsnummer\b.*\bgeändert
    | votre\ code\ de\ sécurité\ avec\b.*\bchangé | tu\ código\ de\ seguridad\ con\b.*\bcambi
    | (?:missed|silenced)\ (?:voice|video|group)\b.*\bcall\b | (?:voice|video)\ call,\ .*
    | verpasster?\ (?:sprach|video|gruppen)\S*anruf\b.* | appel\ (?:vocal|vidéo)\ manqué\b.*
    | (?:llamada|videollamada)\ (?:de\ voz\ |grupal\ )?perdida\b.* | chiamata\ (?:vocale|video)?\s?persa\b.*
    | (?:sprach|video)anruf,\ .* | appel\ (?:vocal|vidéo),\ .* | (?:llamada\ de\ voz|videollamada),\ .*
    | chiamata\ (?:vocale|video),\ .* | (?:chamada|ligação)\ de\ (?:voz|vídeo),\ .*
    | waiting\ for\ this\ message\b.*
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_EVENT = re.compile(
    r"""\b(?:
      added | removed | left | joined | created\ (?:this\ )?group | changed\ (?:the|this|their|to|your)
    | is\ now\ an\ admin | now\ an\ admin | turned\ (?:on|off)\ disappearing | pinned\ a\ message | was\ added
    | hat\ .*\b(?:hinzugefügt|entfernt|erstellt|geändert|verlassen|angepinnt) | ist\ (?:beigetreten|jetzt\ admin)
    | hast\ .*\b(?:hinzugefügt|entfernt|erstellt|geändert|verlassen) | wurdest?\ hinzugefügt
    | a\ (?:ajouté|créé|quitté|retiré|modifié|changé|rejoint|été\ ajouté) | avez\ (?:ajouté|créé|retiré|modifié|changé)
    | añadi(?:ó|ste) | agreg(?:ó|aste) | cre(?:ó|aste)\ (?:este|el)\ grupo | salió\ del\ grupo | cambi(?:ó|aste)
    | elimin(?:ó|aste)\ a | se\ unió | ha\ (?:aggiunto|creato|rimosso|abbandonato|cambiato)
    | adicionou | criou\ (?:o|este)\ grupo | saiu | mudou | removeu
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile('["“”„«]')
_MEDIA = re.compile(
    r"""^\s*(?:
      <(?!3)[^<>]*(?:omitted|omis|omise|ausgeschlossen|weggelassen|omitid[oa]|omess[oi]|ocult[oa]|weggelaten
                |attached|angehängt|anhang|joint|jointe|adjunto|allegato|anexado)\b[^<>]*>
    | (?:image|photo|video|audio|voice\ message|sticker|gif|document|contact\ card|video\ note)\ omitted
    | (?:bild|foto|video|audio|sprachnachricht|sticker|gif|dokument|kontaktkarte|videonachricht)\ weggelassen
    | (?:image|photo|vidéo|audio|sticker|gif|document|(?:fiche|carte\ de)\ contact)\ (?:absente?|omise?|non\ incluse?)
    | (?:imagen|foto|vídeo|video|audio|sticker|gif|documento|tarjeta\ de\ contacto)\ (?:omitid[oa]|no\ incluid[oa])
    | (?:immagine|video|audio|sticker|gif|documento)\ (?:omess[oa]|non\ inclus[oa])
    | (?:imagem|vídeo|áudio|figurinha|gif|documento)\ (?:ocult[oa]|omitid[oa]|não\ incluíd[oa])
    | \S.*\ •\ .{1,40}\ document\ omitted
    | \S+\.\w{2,5}\ \((?:file\ attached|datei\ angehängt|fichier\ joint|archivo\ adjunto|file\ allegato
                      |arquivo\ anexado|bestand\ bijgevoegd)\)
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(
    r"^\s*(?:(?:location|standort|localisation|position|ubicación|posizione|localização):\s*https?://\S+"
    r"|live location shared|live-standort wird geteilt)\s*$",
    re.IGNORECASE,
)
_POLL = re.compile(r"^\s*(?:POLL|UMFRAGE|SONDAGE|ENCUESTA|SONDAGGIO|ENQUETE)\s?:\s")
_DELETED = re.compile(
    r"""^\s*(?:this\ message\ was\ deleted | you\ deleted\ this\ message | this\ message\ was\ deleted\ by\ admin.*
    | diese\ nachricht\ wurde\ gelöscht | du\ hast\ diese\ nachricht\ gelöscht
    | ce\ message\ a\ été\ supprimé | vous\ avez\ supprimé\ ce\ message
    | (?:se\ eliminó\ este\ mensaje|este\ mensaje\ fue\ eliminado|eliminaste\ este\ mensaje)
    | questo\ messaggio\ è\ stato\ eliminato | (?:essa|esta)\ mensagem\ foi\ apagada
    )\.?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_EDITED = re.compile(
    r"\s*<(?:this message was edited|diese nachricht wurde (?:bearbeitet|geändert)|ce message a été modifié"
    r"|se editó este mensaje|este mensaje fue editado|messaggio modificato|mensagem editada)\.?>",
    re.IGNORECASE,
)


def names_an_event(name: str, text: str) -> bool:
    """Say whether what stands before a colon is no name: ``Ann created group "Trip`` of ``… "Trip: 2024"``."""
    return bool((_QUOTED.search(name) and _EVENT.search(f"{name}:{text}")) or _NOTICE.match(name))


def left_out(lines: Sequence[str], *, marked: bool) -> str:
    """Return why a message is left out, or an empty text.

    Args:
        lines: what the message holds.
        marked: whether the program says, by an invisible mark, that it wrote this itself.
    """
    whole = " ".join(lines).strip()
    if _NOTICE.match(whole) or (marked and _EVENT.search(whole) and len(whole) < 200):
        return SYSTEM_MESSAGE
    if _DELETED.match(_EDITED.sub("", whole)):
        return DELETED
    if whole == "null":
        return EMPTY
    if _PLACE.match(whole) or (len(lines) > 1 and _POLL.match(whole)):
        return MEDIA
    if not "".join(spoken(lines)).strip():
        return MEDIA if any(_MEDIA.match(line) for line in lines) else EMPTY
    return ""


def spoken(lines: Sequence[str]) -> list[str]:
    """Return the lines that somebody wrote: without the name of an attached file, without the note of an edit."""
    return [_EDITED.sub("", line) for line in lines if not _MEDIA.match(line)]
