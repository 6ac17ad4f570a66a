"""Who may call the addresses of posts, invitations and rosters; part of the one table of all addresses."""

# One status for each of WHO in test_access, in order. Things are the village's: its post, an invitation to another.
PEOPLE: dict[str, tuple[str, str]] = {
    # name          method  vil vi2 sta cou off dir aud sec adm exp pro nst nco far vis lib former
    "posts": ("GET", "200 404 200 200 200 200 200 200 200 200 200 404 404 404 302 404 302"),
    "invitation-new": ("GET", "403 404 200 200 200 200 403 403 403 403 200 404 404 404 302 404 302"),
    "post": ("GET", "200 404 200 200 200 200 200 200 200 200 200 404 404 404 302 404 302"),
    "post-hand-over": ("POST", "403 404 403 302 302 403 403 403 403 403 302 404 404 404 401 404 401"),
    "post-delegate": ("POST", "302 404 403 302 302 403 403 403 403 403 302 404 404 404 401 404 401"),
    "post-end": ("POST", "403 404 403 302 302 403 403 403 403 403 302 404 404 404 401 404 401"),
    "post-invite": ("POST", "403 404 302 302 302 302 403 403 403 403 302 404 404 404 401 404 401"),
    "tenure-keep": ("POST", "403 404 403 302 302 403 403 403 403 403 302 404 404 404 401 404 401"),
    "tenure-take-back": ("POST", "403 404 403 302 302 403 403 403 403 403 302 404 404 404 401 404 401"),
    "tenure-end": ("POST", "403 404 403 302 302 403 403 403 403 403 302 404 404 404 401 404 401"),
    "person-erase": ("GET", "403 403 403 403 403 403 403 403 403 403 403 403 403 403 302 403 302"),
    "invitations": ("GET", "403 403 200 200 200 200 403 403 403 403 200 200 200 403 302 200 302"),
    "invitations-export": ("POST", "403 403 200 200 200 200 403 403 403 403 200 200 200 403 401 200 401"),
    "invitation": ("GET", "404 404 200 200 200 200 404 404 404 404 200 404 404 404 302 404 302"),
    "invitation-code": ("GET", "404 404 200 200 200 200 404 404 404 404 200 404 404 404 302 404 302"),
    "invitation-withdraw": ("POST", "404 404 302 302 302 302 404 404 404 404 302 404 404 404 401 404 401"),
    "invite": ("GET", "200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200"),
    # who invites cannot accept
    "invite-account": ("POST", "302 302 302 400 302 302 302 302 302 302 302 302 302 302 400 302 302"),
    "rosters": ("GET", "200 200 200 200 200 200 403 403 403 403 200 200 200 200 302 200 302"),
    # nothing is asked now
    "roster-answer": ("POST", "403 403 409 409 409 403 403 403 403 403 409 409 409 403 401 409 401"),
    # the county has loaded the list; it tells nothing to those above, and below what is theirs
    "roster-export": ("POST", "200 200 200 200 404 404 403 403 403 403 404 200 404 404 401 404 401"),
    "roster-people": ("GET", "200 200 200 200 200 200 403 403 403 403 200 200 200 200 302 200 302"),
    "roster-remove": ("POST", "403 403 403 302 302 403 403 403 403 403 302 403 404 403 401 404 401"),
    "roster-load": ("GET", "403 403 200 200 200 200 403 403 403 403 200 200 200 403 302 200 302"),
    # without a table
    "roster-apply": ("POST", "403 403 400 400 400 400 403 403 403 403 400 400 400 403 401 400 401"),
    "roster-template": ("GET", "403 403 200 200 200 200 403 403 403 403 200 200 200 403 302 200 302"),
    "cloud-choose": ("GET", "403 403 403 200 200 403 403 403 403 403 200 403 200 403 302 200 302"),
    "cloud-columns": ("POST", "403 403 403 400 400 403 403 403 403 403 400 403 400 403 401 400 401"),
    "cloud-apply": ("POST", "403 403 403 400 400 403 403 403 403 403 400 403 400 403 401 400 401"),
}
