"""Sample values for the gallery of pieces. All invented; they stand in tests only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhiyi.kernel import periods
from zhiyi.server.web import pieces as p

D = Decimal


def pick(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def frame(language: str) -> dict[str, object]:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    other = "en" if language == "zh" else "zh"
    return {
        "language": language,
        "languages": (p.Link(f"/?lang={other}", say("English", "中文")),),
        "city": say("示例市", "Sample City"),
        "home_url": "/",
        "search_url": "/",
        "query": "",
        "as_of": p.AsOf(date(2026, 11, 20), "/", "/", keep=(("lang", language),), latest=date(2026, 11, 20)),
        "nav": (
            p.NavItem("/", say("城市概览", "City overview"), "layout-dashboard", current=True),
            p.NavItem("/", say("指标", "Indicators"), "chart-line", count=118),
            p.NavItem("/", say("核对发现", "Findings"), "zoom-question", count=31),
            p.NavItem("/", say("大事记", "Timeline"), "timeline-event"),
            p.NavItem("/", say("短板", "Gaps"), "target", count=23),
            p.NavItem("/", say("单位", "Organisations"), "hierarchy-2"),
            p.NavItem("/", say("数据说明", "About the data"), "books"),
        ),
        "tabs": (
            p.NavItem("/", say("概览", "Overview"), "layout-dashboard", current=True),
            p.NavItem("/", say("指标", "Indicators"), "chart-line"),
            p.NavItem("/", say("短板", "Gaps"), "target"),
            p.NavItem("/", say("大事记", "Timeline"), "timeline-event"),
        ),
        "person": p.PersonMenu(
            say("示例员甲", "Sample A"),
            say("分析员", "Analyst"),
            "/",
            (p.Link("/", say("我的账户", "My account"), "user"),),
        ),
        "synthetic": say(
            "示例：本页数字全部虚构，只用于检查版面。", "Sample: every figure here is invented to check the layout."
        ),
        "sources": (p.Link("/", say("数据来源", "Sources of data")), p.Link("/", say("接口文档", "API"))),
        "version": "0.1.0",
        "help_url": "/",
    }


def source(label: str, kind: str = "document") -> p.Source:
    return p.Source("/evidence", label, kind)


def tiles(language: str) -> dict[str, tuple[p.Tile, ...]]:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    def doc(line: int) -> p.Source:
        return source(say(f"文件004 第{line}行", f"Doc 004, line {line}"))

    trend = p.Trend(
        (
            p.TrendPoint(date(2017, 12, 31), D(100), D(90), D(110)),
            p.TrendPoint(date(2019, 12, 31), D(175)),
            p.TrendPoint(date(2020, 12, 31), D(212), D(205), D(225)),
            p.TrendPoint(date(2022, 9, 27), D(300)),
        ),
        say("2017年以来由100家增至300家", "From 100 in 2017 to 300"),
        target=D(280),
    )
    broken = p.Trend(
        (
            p.TrendPoint(date(2018, 12, 31), D(93), D(92), D(94)),
            p.TrendPoint(date(2019, 12, 31), D(93)),
            p.TrendPoint(date(2020, 12, 31), D(90), breaks=True),
            p.TrendPoint(date(2021, 12, 31), D(91)),
        ),
        say("口径在2020年改变", "The definition changed in 2020"),
    )
    good = p.State(p.Tone.GOOD, say("已达目标", "Target met"))
    make = (
        p.Tile(
            say("高新技术企业", "High-tech firms"),
            p.Figure("300", say("家", "firms")),
            say("截至2022年9月27日", "By 27 Sep 2022"),
            "/",
            p.Wing.MAKE,
            trend,
            good,
            doc(37),
        ),
        p.Tile(
            say("规上工业企业", "Industrial firms above designated size"),
            p.Figure("1,567", say("家", "firms"), before=say("超", "over")),
            say("2019年", "2019"),
            "/",
            p.Wing.MAKE,
            None,
            p.State(p.Tone.PLAIN, say("没有目标", "No target")),
            doc(155),
        ),
        p.Tile(
            say("制造业占规上工业增加值", "Manufacturing share of industrial value added"),
            p.Figure("90", "%", before=say("", "about"), tail=say("左右", "")),
            say("2021年", "2021"),
            "/",
            p.Wing.MAKE,
            broken,
            p.State(p.Tone.CARE, say("口径有变", "Definition changed")),
            doc(33),
            say("与前一年的分母不同，不能直接比较", "Not comparable with the year before"),
        ),
        p.Tile(
            say("研发经费投入强度", "R&D intensity"),
            p.Figure(None, why=say("现有五份文件都没有给出这个数字", "None of the five documents gives this figure")),
            say("2021年", "2021"),
            "/",
            p.Wing.MAKE,
            None,
            p.State(p.Tone.UNKNOWN, say("未知", "Unknown")),
        ),
    )
    live = (
        p.Tile(
            say("生活垃圾分类覆盖率", "Household waste sorting"),
            p.Figure("40", "%", before=say("不低于", "at least")),
            say("2021年目标", "Target for 2021"),
            "/",
            p.Wing.LIVE,
            None,
            p.State(p.Tone.ACT, say("到期无结果", "Due, no outcome")),
            doc(236),
        ),
        p.Tile(
            say("建成区绿地率", "Green space of the built-up area"),
            p.Figure("37.2", "%"),
            say("2018年", "2018"),
            "/",
            p.Wing.LIVE,
            broken,
            good,
            doc(212),
        ),
        p.Tile(
            say("城镇居民人均可支配收入", "Urban disposable income per head"),
            p.Figure("34,926", say("元", "yuan")),
            say("2020年", "2020"),
            "/",
            p.Wing.LIVE,
            trend,
            p.State(p.Tone.RUNNING, say("进行中", "Under way")),
            doc(101),
        ),
        p.Tile(
            say("15分钟生活圈覆盖", "15-minute life circle coverage"),
            p.Figure("78.4", "%"),
            say("2026年10月", "Oct 2026"),
            "/",
            p.Wing.LIVE,
            None,
            p.State(p.Tone.BY_HAND, say("待人工核对", "To be checked by hand")),
            source(say("运行 8f2c", "Run 8f2c"), "run"),
        ),
    )
    return {"make": make, "live": live}


def gaps(language: str) -> tuple[p.GapCard, ...]:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    return (
        p.GapCard(
            title=say(
                "生活垃圾分类覆盖率承诺2021年达到40%，至今没有任何来源给出结果",
                "Waste sorting was promised at 40% by 2021; no source gives an outcome",
            ),
            state=p.State(p.Tone.ACT, say("到期无结果", "Due, no outcome")),
            size=p.Figure(None),
            facts=(
                p.Fact(say("对象", "Subject"), say("中心城区", "Central urban area")),
                p.Fact(say("涉及", "Affected"), None),
                p.Fact(say("自", "Since"), date(2022, 1, 1)),
                p.Fact(say("建议责任单位", "Suggested owner"), say("城市管理部门", "City management department"), "/"),
            ),
            sources=(source(say("文件000 第236行", "Doc 000, line 236")),),
            url="/",
            wing=p.Wing.LIVE,
            actions=(
                p.Action(
                    say("转为任务", "Issue as a task"),
                    refused=say(
                        "依据中有未知数据，不能交办。先补上结果数据。",
                        "It rests on unknown data. Record the outcome first.",
                    ),
                ),
            ),
        ),
        p.GapCard(
            title=say("高新技术企业距目标少20家", "High-tech firms fall 20 short of the target"),
            state=p.State(p.Tone.OPEN, say("未关闭", "Open")),
            size=p.Figure("20", say("家", "firms")),
            facts=(
                p.Fact(say("对象", "Subject"), say("示例市", "Sample City")),
                p.Fact(say("限期", "Due"), date(2026, 12, 31)),
            ),
            sources=(
                source(say("文件004 第37行", "Doc 004, line 37")),
                source(say("核对运行 51c0", "Run 51c0"), "run"),
            ),
            url="/",
            wing=p.Wing.MAKE,
            actions=(
                p.Action(say("转为任务", "Issue as a task"), "/", post=True, icon="flag", main=True),
                p.Action(say("查看成员", "Open members"), "/"),
            ),
            synthetic=True,
        ),
    )


def findings(language: str) -> tuple[p.FindingCard, ...]:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    return (
        p.FindingCard(
            p.State(p.Tone.ACT, say("关系不成立", "Identity broken")),
            say(
                "0.93 × 52% = 48.4%，与“占全市经济一半以上”不符",
                "0.93 × 52% = 48.4%, against “at least half of the economy”",
            ),
            (
                p.Basis(
                    "93%",
                    say("制造业占规上工业增加值", "Manufacturing in industrial value added"),
                    say("2019年", "2019"),
                    "/",
                    source("004:33"),
                ),
                p.Basis("52%", say("工业占GDP", "Industry in GDP"), say("2019年", "2019"), "/", source("002:28")),
            ),
            "/",
            p.Link("/", say("制造业占比", "Share of manufacturing")),
        ),
        p.FindingCard(
            p.State(p.Tone.GOOD, say("一致", "Compatible")),
            say("“近百万亩”与“90多万亩”的范围相交", "“Nearly a million mu” and “over 900,000 mu” overlap"),
            (
                p.Basis(
                    say("近100万亩", "nearly 1,000,000 mu"),
                    say("花木种植面积", "Area of nurseries"),
                    say("2019年", "2019"),
                    "",
                    source("000:57"),
                ),
            ),
        ),
    )


def verdicts(language: str) -> tuple[p.VerdictLine, ...]:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    article = source(say("第六条", "Article 6"))
    return (
        p.VerdictLine(
            p.State(p.Tone.GOOD, say("符合", "Met")),
            say("上年度研发费用占比", "R&D share of last year"),
            "4.2%",
            say("不低于3%", "at least 3%"),
            article,
        ),
        p.VerdictLine(
            p.State(p.Tone.ACT, say("不符合", "Not met")),
            say("从业人员", "Employees"),
            "1,240",
            say("少于1,000人", "fewer than 1,000"),
            article,
        ),
        p.VerdictLine(
            p.State(p.Tone.UNKNOWN, say("未知", "Unknown")),
            say("专利数量", "Patents"),
            None,
            say("5件以上", "5 or more"),
            article,
            say("登记簿里没有这家企业的专利记录", "The register holds no patents of this firm"),
        ),
        p.VerdictLine(
            p.State(p.Tone.BY_HAND, say("人工判断", "By hand")),
            say("技术水平领先", "Leading technology"),
            say("见附件", "see annex"),
            say("专家评审", "expert review"),
        ),
    )


def table(language: str, *, rows: bool = True) -> p.Table:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    names = (
        ("高新技术企业", "High-tech firms", "300家", "300 firms", p.Tone.GOOD, "已达目标", "Target met"),
        (
            "规上工业增加值增速",
            "Growth of industrial value added",
            "8.1%",
            "8.1%",
            p.Tone.RUNNING,
            "进行中",
            "Under way",
        ),
        ("专精特新企业", "SRDI firms", "超60家", "over 60 firms", p.Tone.CARE, "口径有变", "Definition changed"),
        ("研发经费投入强度", "R&D intensity", None, None, p.Tone.UNKNOWN, "未知", "Unknown"),
        (
            "市域铁路通车",
            "Suburban railway opens",
            "2020年底",
            "end of 2020",
            p.Tone.ACT,
            "到期无结果",
            "Due, no outcome",
        ),
    )
    made = tuple(
        p.Row(
            (
                p.Cell(say(zh, en), "/", sub=say("智造 · 企业梯队", "Make · tiers of firms")),
                p.Cell(say(value, value_en) if value else None),
                p.Cell(say("2022年", "2022")),
                p.Cell(state=p.State(tone, say(word, word_en))),
                p.Cell("", source=source(say("文件004 第37行", "Doc 004, line 37"))),
            ),
            id=f"row-{number}",
            pick=str(number),
        )
        for number, (zh, en, value, value_en, tone, word, word_en) in enumerate(names)
    )
    return p.Table(
        say("118项指标，按名称排列；先列有目标的", "118 indicators by name, those with targets first"),
        (
            p.Column(say("指标", "Indicator"), sort_url="/", sorted="ascending"),
            p.Column(say("数值", "Value"), number=True),
            p.Column(say("期间", "Period"), sort_url="/"),
            p.Column(say("目标", "Target")),
            p.Column(say("来源", "Source")),
        ),
        made if rows else (),
        p.Empty(
            say("没有指标同时属于“宜居”和“链长办”。", "No indicator is both in Live and of the chain office."),
            say("去掉一个筛选，或搜索指标名称。", "Remove a filter, or search by name."),
            (p.Action(say("去掉全部筛选", "Remove all filters"), "/"),),
        ),
        p.Filters(
            (
                p.Field(
                    "wing",
                    say("侧", "Wing"),
                    (p.Choice("", say("全部", "All")), p.Choice("make", say("智造", "Make"), chosen=True)),
                ),
                p.Field(
                    "theme",
                    say("主题", "Theme"),
                    (p.Choice("", say("全部", "All")), p.Choice("x", say("企业梯队", "Tiers of firms"))),
                ),
                p.Field("name", say("名称含", "Name has")),
            ),
            "/",
            (p.Link("/", say("智造", "Make")),),
            "/",
        ),
        (p.Link("/", "CSV"), p.Link("/", "JSON")),
        p.Pager(3, 24, 11, 15, 118, "/?page={page}"),
        pick=True,
    )


def chart(language: str) -> p.Chart:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    def year(
        number: int,
        value: str | None,
        low: str | None,
        high: str | None,
        text: str,
        *,
        segment: int = 0,
        note: str = "",
    ) -> p.ChartPoint:
        def dec(part: str | None) -> Decimal | None:
            return None if part is None else D(part)

        return p.ChartPoint(
            f"P{number}",
            date(number, 1, 1),
            date(number, 12, 31),
            dec(value),
            dec(low),
            dec(high),
            text,
            say(f"{number}年", str(number)),
            segment,
            source("004:33"),
            note,
        )

    return p.Chart(
        id="share",
        title=say(
            "制造业占比在九成上下，2020年起口径不同",
            "Manufacturing stands at about nine tenths; the definition changed in 2020",
        ),
        measure=say("制造业占规上工业增加值的比重，%", "Manufacturing as a share of industrial value added, %"),
        unit="%",
        period=say("2016年至2025年", "2016 to 2025"),
        description=say(
            "2016至2019年由88%升到93%；2020年换了分母，从90%起重新计算。",
            "From 88% in 2016 to 93% in 2019; from 2020 another denominator, beginning at 90%.",
        ),
        series=(
            p.ChartSeries(
                say("占比", "Share"),
                (
                    year(2016, "88", "88", "88", "88%"),
                    year(2017, "90", "90", None, say("超90%", "over 90%")),
                    year(2018, "93", "92.1", "93.9", say("93%左右", "about 93%")),
                    year(2019, "93", "93", "93", "93%"),
                    year(2020, "90", "90", "90", "90%", segment=1),
                    year(2021, "90.5", "89.5", "91.5", say("约90.5%", "about 90.5%"), segment=1),
                    year(2023, "91.2", "91.2", "91.2", "91.2%", segment=1),
                ),
                "make",
            ),
        ),
        sources=(source(say("文件004 第33行", "Doc 004, line 33")), source(say("文件002 第28行", "Doc 002, line 28"))),
        targets=(year(2025, "94", None, None, say("目标 ≥94%", "target ≥94%")),),
        breaks=(
            p.ChartBreak(
                date(2020, 1, 1),
                say(
                    "2020年起分母由“规上工业增加值”改为“工业增加值”。",
                    "From 2020 the denominator is all industry, not firms above designated size.",
                ),
            ),
        ),
        wing=p.Wing.MAKE,
        csv_url="/",
    )


def big_chart(language: str) -> p.Chart:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    def month(index: int, value: int, name: str) -> p.ChartPoint:
        year, number = 2022 + index // 12, index % 12 + 1
        day = periods.month_end(year, number)
        return p.ChartPoint(
            f"{name}{index}", day.replace(day=1), day, D(value), D(value), D(value), f"{value:,}", f"{year}-{number:02}"
        )

    first = tuple(month(index, 120000 + 3500 * index + (index % 5) * 4000, "a") for index in range(36))
    second = tuple(month(index, 90000 + 5200 * index - (index % 7) * 2500, "b") for index in range(36))
    return p.Chart(
        "visits",
        say("两个片区的进站人数在2024年交叉", "Boardings of the two districts cross in 2024"),
        say("每月进站人数，人次", "Boardings a month"),
        say("人次", "boardings"),
        say("2022年1月至2024年12月", "Jan 2022 to Dec 2024"),
        say(
            "东片区由9万升至26万，西片区由12万升至24万。", "East from 90,000 to 260,000, west from 120,000 to 240,000."
        ),
        (p.ChartSeries(say("西片区", "West"), first, "live"), p.ChartSeries(say("东片区", "East"), second, "make")),
        (source(say("登记簿 7行", "Register, 7 rows"), "register"),),
        wing=p.Wing.LIVE,
    )


def moments(language: str) -> tuple[p.Moment, ...]:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    def when(text: str, zh: str, en: str, **more: object) -> p.Moment:
        return p.Moment(periods.parse(text), say(zh, en), url="/", source=source("004:95"), **more)  # type: ignore[arg-type]

    return (
        when(
            "2016-06-16",
            "民营经济发展局成立",
            "Bureau of the private economy founded",
            actors=say("示例市政府", "Sample City government"),
            wing=p.Wing.MAKE,
        ),
        when("2016", "年内七份配套文件印发", "Seven supporting documents issued in the year", wing=p.Wing.MAKE),
        when(
            "2018-03",
            "首个小镇项目获批",
            "First town project approved",
            place=say("示例县", "Sample county"),
            wing=p.Wing.LIVE,
        ),
        when("2018-Q4", "第四季度完成测评", "Assessment finished in the fourth quarter", wing=p.Wing.LIVE),
        when(
            "2018-12-30",
            "产业基地签约",
            "Industrial base signed",
            state=p.State(p.Tone.RUNNING, say("签约", "signed")),
            wing=p.Wing.MAKE,
        ),
        when("2017/2019", "三年行动", "Three-year campaign", wing=p.Wing.LIVE),
        when("2020-", "持续推进的对接机制", "A standing mechanism", wing=p.Wing.MAKE),
        when("近年来", "产业体系逐步形成", "The industrial system took shape", wing=p.Wing.MAKE),
    )


def proof(language: str) -> p.Proof:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    return p.Proof(
        title=say("示例访谈：做强制造业", "Sample interview: stronger manufacturing"),
        facts=(
            p.Fact(say("发布", "Published by"), say("示例日报", "Sample Daily")),
            p.Fact(say("日期", "Date"), date(2022, 9, 27)),
            p.Fact(say("数值范围", "Range of values"), "[300, 300]"),
            p.Fact(say("得知于", "Known since"), date(2022, 9, 27)),
            p.Fact(say("发布状态", "Publication"), say("内部", "Internal")),
        ),
        line=37,
        words="截至目前，全市高新技术企业达到300家，比2017年增长近3倍，科技型中小企业约800家。",
        carrying="高新技术企业达到300家",
        digest="2153594c4cbccaa3a07e5c2f44b1c9d2",
        related=(source("001:26"), source("002:30")),
        actions=(p.Action(say("打开指标", "Open the indicator"), "/"),),
    )


def refusal(language: str) -> p.Refusal:
    def say(zh: str, en: str) -> str:
        return pick(language, zh, en)

    return p.Refusal(
        404,
        say("没有名为“GDP增速2”的指标", "There is no indicator named “GDP growth 2”"),
        say(
            "请核对名称，或从指标列表中查找；更名的指标可用旧名称搜索。",
            "Check the name, or look in the list; renamed indicators are found by their old names.",
        ),
        (
            p.Action(say("指标列表", "List of indicators"), "/", main=True),
            p.Action(say("回到概览", "Back to the overview"), "/"),
        ),
    )
