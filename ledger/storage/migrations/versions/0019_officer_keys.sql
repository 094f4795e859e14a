create table ledger.officer_key (
  id               uuid        not null
    constraint officer_key_id_is_unique primary key,
  principal        text        not null,
  public_key       bytea       not null,
  credential_id    bytea       not null
    constraint officer_key_credential_is_unique unique,
  origin           text        not null,
  rp_id            text        not null,
  browser          bytea       not null,
  registered_under text        not null,
  registered_at    timestamptz not null,
  revoked_at       timestamptz
);
comment on table ledger.officer_key is
  'Passkeys by which people of an institution sign in at the console and countersign; browser: where it was made.';
create index officer_key_by_principal on ledger.officer_key (principal);

create table ledger.asked_in (
  subject   uuid  not null
    constraint asked_in_is_noted_once primary key,
  principal text  not null,
  browser   bytea not null
);
comment on table ledger.asked_in is 'In which browser the first of two people acted: the second acts in another.';

create table ledger.signature (
  id                 uuid        not null
    constraint signature_id_is_unique primary key,
  act                text        not null,
  subject            uuid        not null,
  is_granted         boolean     not null,
  principal          text        not null,
  key_id             uuid        not null
    constraint signature_is_by_an_officer references ledger.officer_key (id),
  content            bytea       not null,
  authenticator_data bytea       not null,
  client_data        bytea       not null,
  signature          bytea       not null,
  browser            bytea       not null,
  signed_at          timestamptz not null,
  constraint signature_decides_once unique (act, subject)
);
comment on table ledger.signature is
  'Second signatures as evidence: what was decided, its effect and policy version are the signed content.';
create trigger signature_is_never_changed before update or delete or truncate on ledger.signature
  for each statement execute function ledger.refuse_change();
alter table ledger.signature enable always trigger signature_is_never_changed;

alter table ledger.countersignature
  drop constraint countersignature_is_of_a_known_act,
  add constraint countersignature_is_of_a_known_act
    check (act in ('slip_credit', 'reversal', 'officer'));

alter table people.standing add column starts_at timestamptz not null default clock_timestamp();
comment on column people.standing.starts_at is 'When it begins to count: a day after it was granted where it signs.';

alter table people.session
  add column institution text,
  add column browser bytea,
  add column officer_key_id uuid
    constraint session_is_of_an_officer references ledger.officer_key (id);
create index session_by_officer_key on people.session (officer_key_id) where officer_key_id is not null;

create table people.officer_invitation (
  id          uuid        not null
    constraint officer_invitation_id_is_unique primary key,
  code_hash   bytea       not null
    constraint officer_invitation_code_is_unique unique,
  person_id   uuid        not null
    constraint officer_invitation_is_for_a_person references people.person (id),
  institution text        not null,
  granted_by  text        not null,
  granted_at  timestamptz not null,
  expires_at  timestamptz not null,
  opened_at   timestamptz
);
comment on table people.officer_invitation is
  'A code by which somebody of an institution makes a passkey, once; opened, the keys before it are revoked.';

grant select on ledger.officer_key, ledger.asked_in, ledger.signature to mlc_app, mlc_auditor;
grant insert on ledger.officer_key, ledger.asked_in, ledger.signature to mlc_app;
grant update (revoked_at) on ledger.officer_key to mlc_app;
grant update (principal, browser) on ledger.asked_in to mlc_app;
grant select, insert, update, delete on people.officer_invitation to mlc_app;
