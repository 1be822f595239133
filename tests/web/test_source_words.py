"""Chinese on English pages carries its language; nothing else of the page changes."""

from __future__ import annotations

import pytest

from zhiyi.server.web.source_words import marked


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>no change</p>", "<p>no change</p>"),
        ("<p>河南省</p>", '<p><span lang="zh">河南省</span></p>'),
        ("<p>“超1500家” now</p>", '<p>“<span lang="zh">超1500家</span>” now</p>'),
        ("<p>3至5年 (2019)</p>", '<p><span lang="zh">3至5年</span> (2019)</p>'),
        ('<p lang="zh">河南省</p>', '<p lang="zh">河南省</p>'),
        ('<div lang="zh"><div>河南</div>省</div>市', '<div lang="zh"><div>河南</div>省</div><span lang="zh">市</span>'),
        ('<p lang="zh-Hans">一<br>二</p>', '<p lang="zh-Hans">一<br>二</p>'),
        ('<img alt="图"><a title="河南">x</a>', '<img alt="图"><a title="河南">x</a>'),
        ("<script>'河南'</script><title>河南</title>", "<script>'河南'</script><title>河南</title>"),
        ('<option value="1">河南</option>', '<option lang="zh" value="1">河南</option>'),
        ('<option value="1">Henan</option>', '<option value="1">Henan</option>'),
        ('<option value="zh" lang="zh-Hans">中文</option>', '<option value="zh" lang="zh-Hans">中文</option>'),
    ],
)
def test_chinese_is_marked_where_it_stands_in_text(page: str, expected: str) -> None:
    assert marked(page) == expected
