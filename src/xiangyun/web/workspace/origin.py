"""From a request to where somebody knocks: address, cookie, and browser and system in words that need no language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from xiangyun.people.origins import Origin

DEVICE_COOKIE = "device"
COOKIE_AGE = 400 * 24 * 3600
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Xiaomi"),
    ("UCBrowser", "UC"),
    ("QQBrowser", "QQ"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def origin_of(request: HttpRequest) -> Origin:
    """The domain's view of where a request comes from."""
    cookie = request.COOKIES.get(DEVICE_COOKIE, "")
    return Origin(
        address=request.META.get("REMOTE_ADDR", ""),
        cookie=cookie if len(cookie) <= 64 else "",
        label=label_of(request.headers.get("User-Agent", "")),
    )


def label_of(agent: str) -> str:
    """`Chrome · Android`; empty when neither is known."""
    found = (next((word for sign, word in pairs if sign in agent), "") for pairs in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, found))


def keep_cookie(answer: HttpResponse, cookie: str) -> None:
    """The browser holds the device's cookie from now on."""
    answer.set_cookie(DEVICE_COOKIE, cookie, max_age=COOKIE_AGE, httponly=True, secure=settings.SECURE, samesite="Lax")
