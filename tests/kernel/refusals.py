"""What a refusal says, made sure to be sayable in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhiyi.city import texts
from zhiyi.kernel.messages import Message, ZhiyiError


def refusal_of(call: Callable[[], object], kind: type[ZhiyiError]) -> Message:
    """The message with which `call` is refused by exactly this kind of error."""
    with pytest.raises(kind) as refusal:
        call()
    assert type(refusal.value) is kind
    for language in texts.LANGUAGES:
        sentence = texts.render(refusal.value.message, language)
        assert "{" not in sentence
        assert sentence.endswith(("。", "."))
    return refusal.value.message
