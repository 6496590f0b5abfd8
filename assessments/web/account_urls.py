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

from assessments.web import (
    account_again,
    account_means,
    account_passkeys,
    account_sessions,
    account_settings,
    account_tokens,
    accounts,
)

entrance = [
    path("sign-in/", accounts.SignIn.as_view(), name="account_login"),
    path("sign-in/", accounts.SignIn.as_view(), name="account_request_login_code"),
    path("sign-in/code/", accounts.SignInByCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/password/", accounts.SignInByPassword.as_view(), name="sign_in_by_password"),
    path("sign-in/passkey/", account_passkeys.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-step/", accounts.SecondStep.as_view(), name="mfa_authenticate"),
    path(
        "sign-in/address/",
        accounts.ConfirmAddress.as_view(),
        name="account_email_verification_sent",
    ),
    path("sign-in/closed/", accounts.Inactive.as_view(), name="account_inactive"),
    path("sign-in/forgotten/", accounts.ForgotPassword.as_view(), name="account_reset_password"),
    path(
        "sign-in/forgotten/code/",
        accounts.ForgotPasswordCode.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path(
        "sign-in/forgotten/password/",
        accounts.ReplacePassword.as_view(),
        name="account_complete_password_reset",
    ),
    path(
        "sign-in/forgotten/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("sign-up/", accounts.SignUp.as_view(), name="account_signup"),
    path("sign-out/", accounts.sign_out, name="account_logout"),
]

own = [
    path("account/", account_settings.account_page, name="account"),
    path("account/", account_settings.account_page, name="mfa_index"),
    path("account/again/", account_again.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/again/code/", account_again.FactorAgain.as_view(), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        account_again.PasskeyAgain.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/address/", account_means.Address.as_view(), name="account_email"),
    path(
        "account/password/", account_means.ChangePassword.as_view(), name="account_change_password"
    ),
    path(
        "account/password/first/",
        account_means.FirstPassword.as_view(),
        name="account_set_password",
    ),
    path("account/passkeys/", never_cache(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add/", account_passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/",
        account_passkeys.RenamePasskey.as_view(),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        never_cache(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("account/app/", account_means.App.as_view(), name="mfa_activate_totp"),
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
    path("account/sessions/", account_sessions.Sessions.as_view(), name="usersessions_list"),
    path("account/tokens/", account_tokens.tokens, name="account_tokens"),
    path("account/tokens/new/", account_tokens.new_token, name="new_account_token"),
    path(
        "account/tokens/<uuid:token_id>/revoke/", account_tokens.revoke, name="revoke_account_token"
    ),
]

urlpatterns = [*entrance, *own]
