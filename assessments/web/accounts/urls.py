"""The addresses of signing in and of the account page.

Only those views of django-allauth that are used, each at an address of ours. It looks them up by
its own names, which is why some pages have two.
"""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.decorators.cache import never_cache

from assessments.web.accounts import again, means, passkeys, sessions, settings, signing_in, tokens

entrance = [
    path("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("sign-in/", signing_in.SignIn.as_view(), name="account_request_login_code"),
    path("sign-in/code/", signing_in.SignInByCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/password/", signing_in.SignInByPassword.as_view(), name="sign_in_by_password"),
    path("sign-in/passkey/", passkeys.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-step/", signing_in.SecondStep.as_view(), name="mfa_authenticate"),
    path(
        "sign-in/address/",
        signing_in.ConfirmAddress.as_view(),
        name="account_email_verification_sent",
    ),
    path("sign-in/closed/", signing_in.Inactive.as_view(), name="account_inactive"),
    path("sign-in/forgotten/", signing_in.ForgotPassword.as_view(), name="account_reset_password"),
    path(
        "sign-in/forgotten/code/",
        signing_in.ForgotPasswordCode.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path(
        "sign-in/forgotten/password/",
        signing_in.ReplacePassword.as_view(),
        name="account_complete_password_reset",
    ),
    path(
        "sign-in/forgotten/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("sign-up/", signing_in.SignUp.as_view(), name="account_signup"),
    path("sign-out/", signing_in.sign_out, name="account_logout"),
]

own = [
    path("account/", settings.account_page, name="account"),
    path("account/", settings.account_page, name="mfa_index"),
    path("account/again/", again.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/again/code/", again.FactorAgain.as_view(), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        again.PasskeyAgain.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/address/", means.Address.as_view(), name="account_email"),
    path("account/password/", means.ChangePassword.as_view(), name="account_change_password"),
    path(
        "account/password/first/",
        means.FirstPassword.as_view(),
        name="account_set_password",
    ),
    path("account/passkeys/", never_cache(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add/", passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/",
        passkeys.RenamePasskey.as_view(),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        never_cache(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("account/app/", means.App.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", never_cache(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "account/recovery-codes/",
        never_cache(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        never_cache(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("account/sessions/", sessions.Sessions.as_view(), name="usersessions_list"),
    path("account/tokens/", tokens.tokens, name="account_tokens"),
    path("account/tokens/new/", tokens.new_token, name="new_account_token"),
    path("account/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="revoke_account_token"),
]

urlpatterns = [*entrance, *own]
