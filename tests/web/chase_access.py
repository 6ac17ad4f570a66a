"""Who may call the addresses of reminders, of chasing and of what is shared; columns as in test_access."""

# One status for each of WHO, in order. The list is the county's, of today's daily report of all villages; what is
# shared is that report's task; the short link leads to its period.
CHASE: dict[str, tuple[str, str]] = {
    # name             method   vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "inbox": ("GET", "200 200 200 200 200 200 200 403 403 403 200 200 200 200 302 200 302"),
    "inbox-seen": ("POST", "302 302 302 302 302 302 302 403 403 403 302 302 302 302 401 302 401"),
    # officers only, for the tasks of their own unit
    "inbox-rule": ("POST", "403 403 403 302 302 403 403 403 403 403 302 403 302 403 401 302 401"),
    # the own subtree, as on the board
    "chase": ("GET", "404 404 404 200 200 200 200 404 404 404 200 404 404 404 302 404 302"),
    # noted by who looks at what comes
    "chase-done": ("POST", "404 404 404 302 302 403 403 404 404 404 302 404 404 404 401 404 401"),
    # whoever sees the task; administrators, security officers and experts see none
    "share": ("GET", "200 200 200 200 200 200 200 404 404 404 200 200 200 200 302 200 302"),
    "share-code": ("GET", "200 200 200 200 200 200 200 404 404 404 200 200 200 200 302 200 302"),
    # to the form of who owes, to the board of who has units below that do; the library has neither
    "short-link": ("GET", "302 302 302 302 302 302 302 404 404 404 302 302 302 302 302 404 302"),
}
