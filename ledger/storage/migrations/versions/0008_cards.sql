create table ledger.card (
  id         uuid        not null
    constraint card_id_is_unique primary key,
  account_id bigint      not null
    constraint card_is_of_an_account references ledger.account (id),
  issued_by  text        not null,
  issued_at  timestamptz not null,
  blocked_at timestamptz,
  blocked_by text,
  constraint card_is_blocked_by_somebody check ((blocked_at is null) = (blocked_by is null))
);
comment on table ledger.card is
  'Printed cards: with a PIN, on a device of a shop, they pay. Never erased: past payments name them.';
create unique index card_pays_alone_for_its_account on ledger.card (account_id)
  where blocked_at is null;

create table ledger.card_try (
  card_id    uuid        not null,
  account_id bigint      not null
    constraint card_try_was_made_at_a_shop references ledger.account (id),
  tried_at   timestamptz not null
);
comment on table ledger.card_try is
  'PINs tried since the last right one, cards that nobody has included: who guesses is stopped.';
create index card_try_by_card on ledger.card_try (card_id, tried_at);

create table people.card_secret (
  card_id     uuid  not null
    constraint card_secret_is_one_for_a_card primary key
    constraint card_secret_is_of_a_card references ledger.card (id),
  code_hash   bytea not null
    constraint card_code_is_unique unique,
  number_hash bytea not null
    constraint card_number_is_unique unique,
  pin_hash    text  not null
);
comment on table people.card_secret is
  'What opens a card: sealed hashes of its code and number, the argon2id of its PIN.';

grant select on ledger.card, ledger.card_try to mlc_app, mlc_auditor;
grant insert on ledger.card to mlc_app;
grant update (blocked_at, blocked_by) on ledger.card to mlc_app;
grant insert, delete on ledger.card_try to mlc_app;
grant select, insert, update, delete on people.card_secret to mlc_app;
