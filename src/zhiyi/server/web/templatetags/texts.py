"""Texts in templates: `{% t "area.key" name=value %}`, `{{ message|say:language }}`, `{{ value|written:language }}`."""

from __future__ import annotations

from django import template
from django.template import Context

from zhiyi.city import texts
from zhiyi.kernel.messages import Message

register = template.Library()


@register.simple_tag(takes_context=True)
def t(context: Context, key: str, **params: object) -> str:
    """The sentence for `key` in the page's language."""
    return texts.text(key, context["language"], **params)


@register.filter(expects_localtime=True)
def say(message: Message, language: str) -> str:
    """The sentence of a message."""
    return texts.render(message, language)


@register.filter(expects_localtime=True)
def written(value: object, language: str) -> str:
    """A day, period or number as readers of the language write it."""
    return texts.written(value, language)


@register.filter
def in_language(thing: object, language: str) -> str:
    """The `name` of a thing, or its `name_en` on English pages where it has one."""
    english = getattr(thing, "name_en", "")
    return str(english if language == "en" and english else getattr(thing, "name", ""))
