"""Pages of everybody's own: sign-in, second factor, password, profile."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import login as note_second_factor

from zhiyi.kernel.messages import DataError, Message, NotFound, ZhiyiError
from zhiyi.server import clock
from zhiyi.server.accounts import landing, people_tables, personal, queries, refusals, second_factor, services, sign_in
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import public_door, signed_in_door
from zhiyi.server.accounts.forms import PasswordForm, SignInForm
from zhiyi.server.accounts.middleware import BEGUN, keep_language
from zhiyi.server.accounts.public_doors import WHY_SIGN_IN

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAY = "way"
BY_LINK = "link"


@public_door(WHY_SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def sign_in_page(request: PageRequest) -> HttpResponse:
    """User name and password. Too many failures from one address are answered by django-axes."""
    onward = refusals.safe_next(request, request.POST.get("next", request.GET.get("next", "")))
    if request.method != "POST":
        if not request.actor.is_anonymous:
            return redirect(onward or landing.page_for(request.actor))
        return _sign_in_form(request, SignInForm(), onward)
    form = SignInForm.of(request)
    person = authenticate(request, username=form.username, password=form.password)
    if person is None:
        locked = bool(getattr(request, "axes_locked_out", False))
        sign_in.record_refusal(username=form.username, locked=locked, actor=request.actor, now=clock.now())
        return _sign_in_form(request, form, onward, fault=Message("account.sign_in_wrong"), status=403)
    login(request, person, backend=BACKEND)
    _session_begun(request)
    sign_in.record_sign_in(person_id=person.pk, now=clock.now(), address_digest=request.actor.address_digest)
    return _onward(request, person.pk, onward)


@public_door(WHY_SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: PageRequest, token: str) -> HttpResponse:
    """A one-time link. Opening it shows a button; only the button uses it up, so that a preview does not."""
    now = clock.now()
    try:
        if request.method != "POST":
            sign_in.check_link(token, now=now)
            return _never_stored(render(request, "accounts/link_confirm.html", {"token": token}))
        person = sign_in.use_link(token, now=now, address_digest=request.actor.address_digest)
    except ZhiyiError as fault:
        status = 404 if isinstance(fault, NotFound) else 410
        return refusals.fault_page(request, fault, cure=Message("account.link_cure"), status=status)
    login(request, person, backend=BACKEND)
    _session_begun(request)
    request.session[WAY] = BY_LINK
    if not person.has_usable_password() and not person.synthetic:
        return redirect("password")
    return _onward(request, person.pk, "")


@signed_in_door
@require_POST
def sign_out(request: PageRequest) -> HttpResponse:
    """End the session."""
    sign_in.record_sign_out(actor=request.actor, now=clock.now())
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@signed_in_door
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_page(request: PageRequest) -> HttpResponse:
    """Six digits of the authenticator, or a backup code."""
    onward = refusals.safe_next(request, request.POST.get("next", request.GET.get("next", "")))
    fault: Message | None = None
    status = 200
    try:
        if not second_factor.is_set_up_for(request.actor):
            return redirect("second_factor_set_up")
        if request.method == "POST":
            device = second_factor.verify(actor=request.actor, code=request.POST.get("code", "")[:64], now=clock.now())
            if device is not None:
                return _passed(request, device, onward)
            fault, status = Message("account.factor_wrong"), 403
    except ZhiyiError as wrong:
        fault, status = wrong.message, refusals.status_of(wrong)
    return render(request, "accounts/second_factor.html", {"fault": fault, "next": onward}, status=status)


@signed_in_door
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_set_up(request: PageRequest) -> HttpResponse:
    """Add this city to an authenticator app. Whoever has one already shows it first."""
    if second_factor.is_set_up_for(request.actor) and not _has_shown_factor(request):
        return redirect("second_factor")
    fault: Message | None = None
    status = 200
    if request.method == "POST":
        try:
            digits = "".join(request.POST.get("code", "")[:64].split())
            done = second_factor.confirm(actor=request.actor, digits=digits, now=clock.now())
            if done is not None:
                note_second_factor(request, done[0])
                request.session.cycle_key()
                return render(request, "accounts/backup_codes.html", {"codes": done[1]})
            fault, status = Message("account.factor_wrong"), 403
        except ZhiyiError as wrong:
            fault, status = wrong.message, refusals.status_of(wrong)
    waiting = second_factor.begin(actor=request.actor, issuer=request.get_host().split(":")[0])
    return render(request, "accounts/second_factor_set_up.html", {"set_up": waiting, "fault": fault}, status=status)


@signed_in_door
@require_POST
def backup_codes(request: PageRequest) -> HttpResponse:
    """Fresh backup codes, shown once."""
    if not _has_shown_factor(request):
        return redirect("second_factor")
    codes = second_factor.renew_codes(actor=request.actor, now=clock.now())
    return render(request, "accounts/backup_codes.html", {"codes": codes})


@signed_in_door
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("current", "new", "again")
def password(request: PageRequest) -> HttpResponse:
    """Set or change one's own password. Whoever came by a one-time link is not asked for the present one."""
    own = queries.own_page(request.actor, now=clock.now())
    asks_current = own.has_password and request.session.get(WAY) != BY_LINK
    faults: tuple[object, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            form = PasswordForm.of(request)
            current = form.current if asks_current else None
            person = sign_in.set_password(actor=request.actor, new=form.new, current=current, now=clock.now())
            update_session_auth_hash(request, person)
            request.session.pop(WAY, None)
            return redirect("profile")
        except sign_in.PasswordRefused as refused:
            faults, status = refused.reasons, 400
        except ZhiyiError as wrong:
            faults, status = (wrong.message,), refusals.status_of(wrong)
    shown = {"own": own, "asks_current": asks_current, "faults": faults}
    return render(request, "accounts/password.html", shown, status=status)


@signed_in_door
@require_safe
def profile(request: PageRequest) -> HttpResponse:
    """One's own page: roles, language, second factor, links made for one, and what is kept about one."""
    own = queries.own_page(request.actor, now=clock.now())
    shown = {
        "own": own,
        "lede": people_tables.lede(own),
        "facts": people_tables.facts(own),
        "grants": people_tables.grants(own, queries.scope_names(grant.scope for grant in own.grants)),
        "links": people_tables.links(own),
        "codes_left": second_factor.codes_left(request.actor),
        "asks_second_factor": settings.ZHIYI.asks_second_factor,
        "fields": personal.FIELDS,
    }
    return render(request, "accounts/profile.html", shown)


@signed_in_door
@require_POST
def own_language(request: PageRequest) -> HttpResponse:
    """Keep the language of one's pages."""
    language = request.POST.get("language", "")
    try:
        services.choose_language(actor=request.actor, language=language, now=clock.now())
    except DataError as fault:
        return refusals.fault_page(request, fault, cure=Message("account.language_cure"))
    response = redirect("profile")
    keep_language(response, language)
    return response


def _sign_in_form(
    request: PageRequest, form: SignInForm, onward: str, *, fault: Message | None = None, status: int = 200
) -> HttpResponse:
    shown = {"form": form, "next": onward, "fault": fault, "demo": settings.ZHIYI.mode == "demo"}
    return _never_stored(render(request, "accounts/sign_in.html", shown, status=status))


def _session_begun(request: HttpRequest) -> None:
    """The longest time of a session counts from here. What has served is dropped on this occasion."""
    now = clock.now()
    request.session[BEGUN] = int(now.timestamp())
    sign_in.tidy_hourly(now=now)


def _onward(request: HttpRequest, person_id: int, onward: str) -> HttpResponse:
    return redirect(onward or landing.page_for(queries.actor_of(person_id, now=clock.now())))


def _passed(request: PageRequest, device: object, onward: str) -> HttpResponse:
    note_second_factor(request, device)
    request.session.cycle_key()
    return _onward(request, request.actor.person_id or 0, onward)


def _has_shown_factor(request: HttpRequest) -> bool:
    return getattr(request.user, "otp_device", None) is not None


def _never_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response
