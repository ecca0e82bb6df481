"""What is kept about those who use the portal."""

from django.utils.translation import gettext_lazy as _

from korus_portal.pages.privacy.entry import CENTRE, OPERATOR, PUBLIC_TASK, SECURITY, Entry

PEOPLE = [
    Entry(
        title=_("Brukere"),
        contents=_("Navn, e-post og telefon i jobben, språk, passord (bare som kontrollsum)."),
        purpose=_("Å logge inn og å bli nådd om det en har registrert eller bedt om."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_(
            "Så lenge personen har en rolle. Administratoren deaktiverer brukeren når rollen er "
            "slutt. Navnet blir stående ved det personen har registrert."
        ),
        models=("accounts.User", "accounts.UserHistory", "account.EmailAddress"),
    ),
    Entry(
        title=_("Totrinnsinnlogging"),
        contents=_("Nøkkelen til kodene fra telefonen, og engangskoder."),
        purpose=_("Å hindre at andre logger inn med et passord på avveie."),
        controller=OPERATOR,
        legal_basis=SECURITY,
        retention=_("Til brukeren selv slår av totrinnsinnlogging."),
        models=("mfa.Authenticator",),
    ),
    Entry(
        title=_("Roller"),
        contents=_("Hvem som er eller har vært hva i hvilken organisasjon, og hvem som ga rollen."),
        purpose=_("Å vise hver og en bare det rollen gir rett til å se."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Avsluttede roller blir stående så lenge brukeren finnes, som spor."),
        models=("accounts.Membership", "accounts.MembershipHistory"),
    ),
    Entry(
        title=_("Kontaktpersoner"),
        contents=_("Hvilken rådgiver ved et senter kommunene skal ringe."),
        purpose=_("Å gi kommunen ett navn å gå til."),
        controller=CENTRE,
        legal_basis=PUBLIC_TASK,
        retention=_("Vises for innloggede til lederen fjerner det eller rollen er slutt."),
        models=("centres.ContactPerson",),
    ),
    Entry(
        title=_("Innloggingsøkter"),
        contents=_("Hvem som er logget inn i nettleseren. En informasjonskapsel holder økten."),
        purpose=_("Å slippe å logge inn på hver side."),
        controller=OPERATOR,
        legal_basis=PUBLIC_TASK,
        retention=_("Varer i høyst 12 timer, eller til brukeren logger ut."),
        models=("sessions.Session",),
    ),
]
