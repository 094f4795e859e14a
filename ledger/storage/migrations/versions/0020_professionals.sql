create table people.professional (
  member_id   uuid not null
    constraint professional_is_described_once primary key
    constraint professional_is_a_member references people.member (id),
  siren       text not null
    constraint professional_siren_has_nine_digits check (siren ~ '^[0-9]{9}$'),
  folded_name text not null,
  town        text not null,
  country     text not null
    constraint professional_country_is_a_code check (country ~ '^[A-Z]{2}$'),
  derogation  text,
  representative_id uuid not null
    constraint professional_representative_is_a_person references people.person (id),
  representative_born bytea not null,
  document    text not null
    constraint professional_document_is_known
    check (document in ('national_card', 'passport', 'residence_permit', 'driving_licence')),
  document_expires_on date not null,
  owner_name  text,
  owner_born  bytea,
  constraint professional_owner_is_named_and_dated check ((owner_name is null) = (owner_born is null))
);
comment on table people.professional is
  'Who stands behind an acceptor; birth dates are encrypted under keys that the database does not hold.';
comment on column people.professional.derogation is
  'Why an establishment outside the perimeter is taken in; null inside it.';
create index professional_by_siren on people.professional (siren);
create index professional_by_name on people.professional (folded_name);

create table people.freeze_list_check (
  id         uuid        not null
    constraint freeze_list_check_id_is_unique primary key,
  member_id  uuid        not null
    constraint freeze_list_check_is_of_a_member references people.member (id),
  checked_on date        not null,
  result     text        not null
    constraint freeze_list_check_lets_in check (result in ('nobody', 'namesake')),
  note       text,
  checked_by text        not null,
  checked_at timestamptz not null,
  constraint freeze_list_check_tells_namesakes_apart check (result = 'nobody' or note is not null)
);
comment on table people.freeze_list_check is
  'When the national register of asset freezes was looked up for a member, and what it said.';
create index freeze_list_check_by_member on people.freeze_list_check (member_id);

create table people.bank_account (
  id          uuid        not null
    constraint bank_account_id_is_unique primary key,
  account_id  bigint      not null
    constraint bank_account_is_of_a_wallet references ledger.account (id),
  iban        bytea       not null,
  iban_seal   bytea       not null,
  holder      bytea       not null,
  is_first    boolean     not null,
  asked_by    text        not null,
  asked_at    timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  is_granted  boolean,
  counts_from timestamptz,
  constraint bank_account_is_decided_at_once
    check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint bank_account_takes_two_people check (decided_by <> asked_by),
  constraint bank_account_counts_once_granted
    check ((counts_from is not null) = coalesce(is_granted, false)),
  constraint bank_account_that_changes_waits_three_days
    check (counts_from >= decided_at + case when is_first then interval '0' else interval '72 hours' end)
);
comment on table people.bank_account is
  'Where euros of a wallet go: IBAN and holder are encrypted; one person asks, another grants; the latest that counts is paid.';
create unique index bank_account_waits_alone on people.bank_account (account_id) where decided_at is null;
create unique index bank_account_begins_once on people.bank_account (account_id)
  where is_first and is_granted is not false;
create index bank_account_by_account on people.bank_account (account_id, counts_from);
create index bank_account_by_iban on people.bank_account (iban_seal);

create table people.payout (
  redemption_id   uuid        not null
    constraint payout_is_prepared_once primary key
    constraint payout_is_of_a_redemption references ledger.posting (id),
  bank_account_id uuid        not null
    constraint payout_goes_to_a_bank_account references people.bank_account (id),
  prepared_by     text        not null,
  prepared_at     timestamptz not null
);
comment on table people.payout is
  'Where the euros of a redemption go: frozen when the transfer is prepared, whatever is changed afterwards.';

create table ledger.agreement (
  id         uuid        not null
    constraint agreement_id_is_unique primary key,
  account_id bigint      not null
    constraint agreement_is_of_an_account references ledger.account (id),
  starts_on  date        not null,
  ends_on    date,
  committee  text        not null,
  reason     text,
  asked_by   text        not null,
  asked_at   timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  is_granted boolean,
  constraint agreement_is_decided_at_once check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint agreement_takes_two_people check (decided_by <> asked_by)
);
comment on table ledger.agreement is
  'The register of acceptors: what a committee decided for how long; the latest granted rules the account.';
create unique index agreement_waits_alone on ledger.agreement (account_id) where decided_at is null;
create index agreement_by_account on ledger.agreement (account_id, decided_at);

insert into ledger.agreement (id, account_id, starts_on, ends_on, committee, asked_by, asked_at,
                              decided_by, decided_at, is_granted)
select gen_random_uuid(), id, agreed_from, agreed_until, 'Ouverture du compte', 'opening', now(),
       'migration', now(), true
  from ledger.account where agreed_from is not null;

grant select, insert, update, delete on
  people.professional, people.freeze_list_check, people.bank_account, people.payout to mlc_app;
grant select on ledger.agreement to mlc_app, mlc_auditor;
grant insert on ledger.agreement to mlc_app;
grant update (decided_by, decided_at, is_granted) on ledger.agreement to mlc_app;
