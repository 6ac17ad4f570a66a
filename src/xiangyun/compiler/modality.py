"""What kind of speech a stretch of folded text is: an order, a permission, a fact, a condition, a definition."""

import re

from xiangyun.compiler.words import DEFINES, ELIGIBLE, MONEY_FACTS, PAST, REWARDS, SCORES

_MUST = re.compile(
    r"(?<![重主需必只首不])要(?!求|点|素|闻)|应当|(?<![响适相对供])应(?![急用对届])|(?<![无])须|务必|(?<!申)请(?!示"
    r"|求|假)|不得|必须|一律|严禁|确保|不准|不能|禁止|望(?=各)"
)
_ORDERS = re.compile(r"(?<![重主需必只首不])要(?!求|点|素|闻)|应当|必须|务必|(?<![无])须|(?<!申)请(?!示|求|假)")
_URGED = re.compile(
    r"^(?:一是|继续|切实|认真|积极|加强|落实|做好|推进|强化|抓好|严格|完善|健全|深入|全面|大力|扎实|及时|提高|统一"
    r"|重点|高质量|突出|多|坚持|组织|开展|严防|不搞|要求|加大|加快|建立|完成|制定|编制|实施|推动|明确|开展|举办"
    r"|召开|对.{2,30}进行|由.{2,30}(?:牵头|负责))"
)
_ADMINISTERS = re.compile(
    r"(?<!已)(?:进行|开展|实行|举办|召开|组织|予以|给予|促使|统一|优先|要求|落实)|由[^,。]{2,30}(?:牵头|负责|承办)"
)
_FORBIDS = re.compile(r"不得(?!少|低|多|高|超|大|迟|晚)|严禁|禁止|不准|不许|不能(?!少|低|多|高|超)|不可(?!少)|不要")
_MAY = re.compile(
    r"可以|(?<!不)可(?=直接|组织|渐进|申请|延长|采[取用]|通过|选|提前|适度|按|在|向|由|根据|从|不|自|结合|视|适当)|鼓励|欢迎|允许|均可"
)
_PAST = re.compile(PAST)
_DONE = re.compile(
    r"已(?:经|于|在|将|完成|建成|开展|达到|举办|下发|印发|安排|下达|有|全部)|了(?=[^解])[\u4e00-\u9fff]{0,20}$|获得"
)
_DEFINES = re.compile(DEFINES)
_IDLE_NUMBERS = re.compile("|".join((ELIGIBLE, REWARDS, SCORES, MONEY_FACTS)))
_REWARDS = re.compile(f"{REWARDS}|{MONEY_FACTS}")
_RATE = re.compile(r"率|比例|占比|覆盖")
_WHO_MAY = re.compile(
    r"^(?:拟|被)?(?:推荐|申报|申请|参评|参选|参赛|报名|应聘)[^,]{0,20}(?:的[^,]{0,6}|人员?|者|单位)(?:应|须|需"
    r"|必须)当?(?![在于将把向按填提])"
)
_CONSEQUENCE = re.compile(
    r"^(?:逾期|过期|否则|如不|若不|凡逾期|未按)|不予受理|不再受理|视为(?:未报|放弃|自动)|视同放弃|责任自负|内不得"
    r"|不得申报"
)
_SUBORDINATE = re.compile(r"(?<![目当此先提])(?:(?:之|以)?前|后|时|时候|的前提下|的基础上|的同时|过程中|期间)$")
_CONDITION = re.compile(
    r"^(?:如|若|凡(?!是)|对(?!于)|对于|因|确因|遇|发现|需要|未|经|除|一旦|出现|有)[^,]*(?:的|者|时|后|外)$"
    r"|^(?:若|如果|倘若)|%[^,]{0,12}的[^,的]{1,6}$|(?<!目)(?<!为目)的$"
)
_TOPIC = re.compile(r"^(?:对|凡|所有|除)|(?:的|情况|材料|项目|者)$")
# Sections that say who may apply, what for or what is won, not what is owed.
_BACKGROUND = re.compile(r"条件|资格|评选范围|认定范围|申请范围|指导思想|目的|意义|奖励|奖项|背景|评分|解释")
_DIRECTS = re.compile(r"程序|要求|步骤|任务|安排|报送|措施")
# Sections that say when and where something takes place, not by when something is due.
_OCCASION = re.compile(r"(?:时间|地点|日期|日程)(?:和|、|及|与|$)")
_DUE_BY = re.compile(r"报|截止|提交|完成|申|上交|交")
_FURNITURE = re.compile(
    r"^(?:信息来源|来源|作者|发布(?:时间|日期|者|人|单位|机构)|浏览(?:量|次数)?|点击(?:数|率|量)?|阅读(?:量|次数)?"
    r"|字号|字体|责任编辑"
    r"|编辑|审核(?:人)?|索引号|主题(?:分类|词)|发文字号|成文日期|有效性|版权所有|抄送|抄报|分享到?) ?[:>]"
    r"|^(?:当前位置|您(?:现在)?(?:所在)?的位置|上一[篇页条]|下一[篇页条]|扫一扫|相关(?:附件|链接|文章)|打印本?页?"
    r"|关闭窗?口?"
    r"|共印\d|此件|主办单位[:].*备|\S{0,4}ICP)|^(?:首页|返回顶部)|^\S{0,6}>|^主题词"
    r"|^[^,。;:]{0,30}\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?印发$"
)


def must(said: str) -> bool:
    """Whether a word of order stands in it (要, 须, 请 …)."""
    return _MUST.search(said) is not None


def asks(said: str) -> bool:
    """Whether the wording is that of an order or begins like one, duty or not."""
    return must(said) or _URGED.match(said) is not None


def urges(said: str) -> bool:
    """Whether it orders, or names an act of administration that is neither done nor explained."""
    return asks(said) or (_ADMINISTERS.search(said) is not None and not is_past(said) and not defines(said))


def merely_may(said: str) -> bool:
    """Whether it permits and does not order."""
    return _MAY.search(said) is not None and not must(said)


def forbids(said: str) -> bool:
    """Whether it says what shall not be done and orders nothing."""
    return _FORBIDS.search(said) is not None and not _ORDERS.search(said)


def is_past(said: str) -> bool:
    """Whether it tells what was done or how things stand."""
    return (_PAST.search(said) is not None or _DONE.search(said) is not None) and not must(said)


def defines(said: str) -> bool:
    """Whether it explains a word."""
    return _DEFINES.search(said) is not None


def has_idle_numbers(said: str) -> bool:
    """Whether its numbers are those of age, prizes, points or money paid, not of an act."""
    return _IDLE_NUMBERS.search(said) is not None and not _RATE.search(said)


def is_reward(said: str) -> bool:
    """Whether it says what is paid or won."""
    return _REWARDS.search(said) is not None and not must(said)


def says_who_may(said: str) -> bool:
    """Whether a sentence says who may apply or be recommended."""
    return _WHO_MAY.search(said) is not None


def is_consequence(said: str) -> bool:
    """Whether it says what follows from a duty not kept (逾期不予受理)."""
    return _CONSEQUENCE.search(said) is not None


def is_subordinate(said: str) -> bool:
    """Whether the main clause is still to come ("…之前", "…时")."""
    return _SUBORDINATE.search(said) is not None


def is_condition(said: str) -> bool:
    """Whether it is a case or a topic that the next piece takes up ("对不参加的", "差错率超过3%的")."""
    return _CONDITION.search(said) is not None and not _ORDERS.search(said)


def is_topic(said: str) -> bool:
    """Whether it may be what the next piece is about."""
    return _TOPIC.search(said) is not None and not asks(said)


def is_background(section_title: str) -> bool:
    """Whether a section of this title says who may apply, what for or what is won."""
    return _BACKGROUND.search(section_title) is not None and not _DIRECTS.search(section_title)


def is_occasion(section_title: str) -> bool:
    """Whether a section of this title only says when and where something takes place."""
    return _OCCASION.search(section_title) is not None and not _DUE_BY.search(section_title)


def is_furniture(said: str) -> bool:
    """Whether a line belongs to the page around the notice."""
    return _FURNITURE.search(said) is not None
