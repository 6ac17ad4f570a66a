"""How notices word a time: one pattern for each kind, joined to one that finds them all."""

import re

from xiangyun.core.numerals import NUMERAL

_CLOCK = r"(?:[上下中][午]|早上?|晚上?)?\s?\d{1,2}(?::\d\d|[时点](?:\d{1,2}分|半|整)?)"
_BEFORE = rf"(?:\s?(?:{_CLOCK})?\s?(?:(?:以|之)?前|为?止|截止|下班(?:之)?前))?"
_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九0]{4})"
_MONTH = rf"(?:\d{{1,2}}|{NUMERAL}{{1,2}})"
_DATE = rf"(?:\d{{1,2}}|{NUMERAL}{{1,3}})"
_SPAN = rf"(?:\d{{1,3}}|{NUMERAL}{{1,3}}|半)"
_LENGTH = r"(?:工作日|自然日|小时|分钟|天|日|周|星期|月|年|学期|课时)"
_OF_DAY = r"(?:[日号]|(?=(?:以|之)?前)|(?=\s?[-~至到]{1,2}\s?\d{1,2}\s?[日号]))"

# 每月5日前, 每周五15时前, 每季度末月27日前, 每年12月底以前, 每两周.
_EVERY = (
    rf"每(?:个)?(?P<several>隔?(?:\d{{1,3}}|[两二三四五六七八九十]{{1,2}})个?)?(?P<unit>学期|学年|年度?|半年|季度?"
    rf"|月|周|星期|旬|工作日|日(?!常)|天)"
    rf"(?P<by>的?(?:初|末月?|底|[上中下]旬)?(?:的?(?:{_MONTH}月(?:底|末|初|[上中下]旬"
    rf"|份)?)?(?:第?{_DATE}(?:[日号]))?)(?:(?<=周)[一二三四五六日天](?![次个场节期份篇条名件天年]))?"
    rf"(?:[上下]午)?(?:{_CLOCK})?{_BEFORE})?"
)
# 日报告, 月调度, 按季度报送.
_STEADY = (
    r"(?P<rhythm>(?<![\d一二三四五六七八九十节假生工])[日周旬月季](?=(?:报告|巡查|报|调度|登记|通报|研判|排查"
    r"|例会)(?:、零报告)?制|报告$)"
    r"|(?<=实行|落实|执行|坚持)[日周旬月季](?=报(?!刊|表)|巡查|调度))"
    r"|(?:按|分|逐|一)(?P<beat>日|周|旬|月|季度?|年度?)"
    r"(?=一?报|一?调度|上报|报送|向|对|进行|汇总|填报|提交|开展|组织|通报|领取|缴|结算|拨付|发放|检查|更新|统计(?!表)|考核|总结)"
)
_RANGE = r"\s?(?:[-~至到]|--)+\s?"
_DAY = (
    rf"(?:(?P<year>{_YEAR})\s?年\s?|(?P<this>今年|本年|当年"
    rf"|明年))?(?P<month>{_MONTH})\s?月\s?(?P<date>{_DATE})\s?{_OF_DAY}"
    rf"(?:\([^)]{{1,6}}\))?(?:\s?(?:{_CLOCK}))?(?:起?{_RANGE}(?:(?P<year2>{_YEAR})年)?(?:(?P<month2>{_MONTH})\s?月\s?)?(?P<day2>{_DATE})\s?[日号](?:\([^)]{{1,6}}\))?)?{_BEFORE}"
)
_THIS_MONTH = rf"(?:本月|当月)(?P<of_month>{_DATE})[日号]{_BEFORE}"
_DOTTED = rf"(?P<dy>20\d\d)[./-](?P<dm>\d{{1,2}})[./-](?P<dd>\d{{1,2}}){_BEFORE}"
_WHOLE = (
    rf"(?:(?P<myear>{_YEAR})\s?年\s?|(?P<mthis>今年|本年|当年|明年))?(?P<month_only>{_MONTH})\s?月(?P<third>上旬"
    rf"|中旬|下旬|初|中(?!小)|底|末|份)?"
    rf"(?:{_RANGE}(?:(?P<uyear>{_YEAR})\s?年\s?)?(?P<until>{_MONTH})\s?月(?P<uthird>上旬|中旬|下旬|初|底|末"
    rf"|份)?)?{_BEFORE}(?![\d月])"
)
_QUARTER = (
    rf"(?:(?P<qyear>{_YEAR})\s?年|(?P<qthis>今年|本年|明年))?"
    rf"(?:第?(?P<of_four>[一二三四])季度(?:末|底)?|(?P<half>[上下])半年(?:末|底)?){_BEFORE}"
)
_YEAREND = rf"(?:(?P<eyear>{_YEAR})\s?年|(?P<ethis>今|本|明)?年)(?:底|末|内){_BEFORE}"
_ONLY = r"(?P<named>20\d\d)年(?!\s?\d{1,2}\s?月|[月度初]|以来)"
_WITHIN = (
    rf"(?:提前|不迟于)\s?{_SPAN}个?{_LENGTH}"
    rf"|(?:当[日天]|次日|翌日|第二天)(?:{_CLOCK})?(?:(?:之|以)?[内前]|下班前)|(?:当[日天]|次日|翌日|第二天){_CLOCK}"
    rf"|{_SPAN}个?{_LENGTH}(?:左右)?(?:时间)?(?:(?:之|以)?内|(?:之|以)?前)|利用{_SPAN}个?{_LENGTH}(?:左右)?的?时间"
    rf"|(?<=前){_SPAN}个?(?:工作日|日|天|小时|分钟|周)(?!以上)"
    rf"|{_CLOCK}(?:之|以)?前"
)
_COMING = (
    rf"(?:(?<!个)[本下]?(?:周|星期)[一二三四五六日天](?:[上下]午)?(?:{_CLOCK})?(?:之|以)?前|下班前"
    rf"|[本下]周[一二三四五六日内末]?(?:之?前)?|[本下当次]?(?:月|季度?)(?:底|初|末)(?:之|以)?前|[本下]月(?:底|初"
    rf"|内)?"
    r"|(?:本|上|下|新|每)?学期(?:内|末|初|结束前|开学前)|期末前?)"
)
_FEASTS = (
    r"(?:春节|国庆节?|中秋节?|元旦节?|五一节?|清明节?|端午节?|[两二]会|双节|[佳年春]?节|汛期?|汛|[入]汛|开学|入冬"
    r"|入夏|放假|寒假|暑假|秋收|春耕|开考|考试|比赛|开幕|换届|施工|开工|复工|开班|离校|投产|会)(?:之|以)?前"
    rf"(?:\s?{_SPAN}个?(?:工作日|[天日周])(?:之?内)?)?"
)
_SET = r"(?:(?<=按照)|(?<=[在于]))[一-鿿]{0,8}?(?:规定|要求|确定)的(?:时间节点|时限|期限|时间)(?:之?内|前)?"

KINDS = {
    "every": _EVERY,
    "steady": _STEADY,
    "day": _DAY,
    "dotted": _DOTTED,
    "thismonth": _THIS_MONTH,
    "whole": _WHOLE,
    "quarter": _QUARTER,
    "yearend": _YEAREND,
    "only": _ONLY,
    "atonce": r"(?:立即|立刻|随时|实时|第一时间|即日起(?!至|到))",
    "within": _WITHIN,
    "coming": _COMING,
    "feast": _FEASTS,
    "set": _SET,
    "vague": r"(?:及时|尽快|按时|按期(?!办结率)|尽早|限期|抓紧(?!抓好))",
}
FINDS = re.compile("|".join(f"(?:{pattern})(?P<{kind}>)" for kind, pattern in KINDS.items()))

# A piece without any of these says no time: a quick look before the long one.
MAY_SAY_WHEN = re.compile(r"[年月日号周天旬季时期前内立即随第及尽按限抓提利每点.]|(?:即|下)班")

# What an event does not hold; 自 begins one, but not in 自查, 自验.
_BREAK = r"(?:[,;。:、在于从要须应将]|自(?![验查评筹行愿主身治检]))"
STARTS_EARLIER = re.compile(
    rf"(?:^|{_BREAK}|(?<=的))(?P<event>(?:(?!{_BREAK}|的).){{1,20}}(?:后|之日起|之时起|起|[^提以之目]前)的?)$"
)
_EVENT_END = r"(?:(?<![目当日此先提])(?:之|以)?前|后[^,。;:]{0,12}(?:之前|以内|内|前))"
OF_EVENTS = (
    (re.compile(rf"[在于](?P<event>[^,。;:在于]{{2,60}}?{_EVENT_END})(?=\s*$|[,。;:])"), True),
    (re.compile(rf"(?P<event>[^,。;:]{{2,60}}?{_EVENT_END})(?=\s*$|[,。;:])"), False),
)
