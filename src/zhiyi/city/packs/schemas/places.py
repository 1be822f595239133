"""Schemas of places and organisations: regions, department types, organisations, subjects."""

from __future__ import annotations

from zhiyi.city.packs import rows
from zhiyi.city.packs.schemas.forms import CODE, ID, REGION_CODE, Field, FieldType, Reference, Table

REGIONS = Table(
    "regions",
    "区划",
    "Regions",
    "行政区划和功能区，从上到下。代码以 99 开头的是虚构地方。",
    "Administrative divisions and functional zones, top down. Codes that begin with 99 are made-up places.",
    rows.Region,
    "code",
    (
        Field(
            "code",
            "区划代码：省、市、县 6 位，乡镇街道 9 位，村居 12 位；没有国家代码的功能区写“上级 6 位代码-Z01”。",
            "Region code: 6 digits down to counties, 9 for streets and towns, 12 for villages; a functional zone that "
            "has no official code is written as the 6 digits of its parent and -Z01.",
            "990101",
            required=True,
            unique=True,
            pattern=REGION_CODE,
        ),
        Field("name", "名称。", "Name.", "溪东区", required=True),
        Field("name_en", "英文名称。", "English name.", "Xidong District"),
        Field(
            "parent",
            "上级区划的代码；最上一级留空。",
            "Code of the region above; empty at the top.",
            "990100",
            refers=Reference("regions", "code", "pack.missing_parent"),
        ),
        Field(
            "level",
            "行政层级。",
            "Administrative level.",
            "county",
            required=True,
            enum=("country", "province", "prefecture", "county", "township", "village"),
        ),
        Field(
            "kind",
            "种类；功能区单列，可在任何层级。",
            "Kind; functional zones are a kind of their own at any level.",
            "district",
            required=True,
            enum=(
                "country",
                "province",
                "prefecture_city",
                "district",
                "county",
                "county_city",
                "functional_zone",
                "street",
                "town",
                "township",
                "community",
                "village",
                "other",
            ),
        ),
        Field("synthetic", "是否虚构；空即否。", "Made up or not; empty means no.", "true", FieldType.BOOL),
        Field("source", "出处。", "Where the row comes from.", "《云溪市概况》"),
    ),
)

DEPARTMENT_TYPES = Table(
    "department_types",
    "部门类型",
    "Department types",
    "一般城市都有的部门，城市可用同一代码改写。",
    "Departments that a city usually has; a city may rewrite one under the same code.",
    rows.DepartmentType,
    "code",
    (
        Field("code", "代码。", "Code.", "industry", required=True, unique=True, pattern=CODE),
        Field("name", "名称。", "Name.", "工业和信息化部门", required=True),
        Field("name_en", "英文名称。", "English name.", "Industry and information technology", required=True),
        Field("functions", "主要职能。", "Main functions.", "工业运行、中小企业、信息化"),
    ),
    overrides=True,
)

ORGANISATIONS = Table(
    "organisations",
    "机构",
    "Organisations",
    "党政机关、部门、管委会、街道办、企业等。",
    "Party and government bodies, departments, zone committees, street offices, enterprises and others.",
    rows.Organisation,
    "id",
    (
        Field(
            "id",
            "编号，不随改名而变。",
            "Id that outlives a change of name.",
            "industry-bureau",
            required=True,
            unique=True,
            pattern=ID,
        ),
        Field("name", "名称。", "Name.", "云溪市工业和信息化局", required=True),
        Field("name_en", "英文名称。", "English name.", "Yunxi Bureau of Industry and Information Technology"),
        Field(
            "kind",
            "种类。",
            "Kind.",
            "department",
            required=True,
            enum=(
                "party",
                "government",
                "department",
                "zone_committee",
                "street_office",
                "enterprise",
                "chamber",
                "institute",
                "other",
            ),
        ),
        Field(
            "region",
            "所在或管辖的区划。",
            "Region that it serves or lies in.",
            "990100",
            refers=Reference("regions", "code", "pack.unknown_region"),
        ),
        Field(
            "parent",
            "上级机构的编号。",
            "Id of the organisation above.",
            "gov",
            refers=Reference("organisations", "id", "pack.missing_parent"),
        ),
        Field(
            "department_type",
            "对应的部门类型。",
            "Department type that it stands for.",
            "industry",
            refers=Reference("department_types", "code"),
        ),
        Field("founded", "成立时间。", "When it was founded.", "2018-11", FieldType.DATED),
        Field(
            "generic",
            "通用部门，城市尚未写明自己的名称；空即否。",
            "A generic department that the city has not named yet; empty means no.",
            "true",
            FieldType.BOOL,
        ),
        Field("synthetic", "是否虚构；空即否。", "Made up or not; empty means no.", "true", FieldType.BOOL),
        Field("source", "出处。", "Where the row comes from.", "《云溪市概况》"),
    ),
)

SUBJECTS = Table(
    "subjects",
    "主体",
    "Subjects",
    "数字说的是谁。每条观测的主体都要在这里。",
    "Whom figures are about. The subject of every observation must stand here.",
    rows.Subject,
    "name",
    (
        Field("name", "观测里用的名称。", "Name that observations use.", "云溪市", required=True, unique=True),
        Field("name_en", "英文名称。", "English name.", "Yunxi", required=True),
        Field(
            "kind",
            "种类。",
            "Kind.",
            "region",
            required=True,
            enum=("region", "area", "organisation", "industry", "project", "programme", "document", "other"),
        ),
        Field(
            "region",
            "它就是或所在的区划。",
            "Region that it is, or lies in.",
            "990100",
            refers=Reference("regions", "code", "pack.unknown_region"),
        ),
        Field(
            "organisation",
            "它就是的机构。",
            "Organisation that it is.",
            "gov",
            refers=Reference("organisations", "id"),
        ),
    ),
)
