alter table ledger.location add column key_rotation integer not null default 0;
create unique index location_label_is_used_once_by_a_shop on ledger.location (account_id, label)
  where revoked_at is null;
grant update (key_rotation, label) on ledger.location to mlc_app;

create table ledger.till_pairing (
  id              uuid        not null
    constraint till_pairing_id_is_unique primary key,
  location_code   text        not null
    constraint till_pairing_is_with_a_location references ledger.location (code),
  key_id          uuid        not null
    constraint till_pairing_is_of_a_device references ledger.approval_key (id),
  asked_by        text        not null,
  asked_at        timestamptz not null,
  confirmed_by    text,
  confirmed_at    timestamptz,
  ended_at        timestamptz,
  synced_at       timestamptz,
  synced_rotation integer,
  constraint till_pairing_is_confirmed_by_somebody check ((confirmed_by is null) = (confirmed_at is null)),
  constraint till_pairing_is_confirmed_before_it_holds_keys check (synced_at is null or confirmed_at is not null),
  constraint till_pairing_holds_keys_of_a_rotation check ((synced_at is null) = (synced_rotation is null))
);
comment on table ledger.till_pairing is
  'Devices that ask to answer for a location, and those that do; synced: when one last took its day keys.';
create unique index till_pairing_is_one_for_a_location on ledger.till_pairing (location_code)
  where confirmed_at is not null and ended_at is null;
create unique index till_pairing_is_one_for_a_device on ledger.till_pairing (key_id)
  where confirmed_at is not null and ended_at is null;
create unique index till_pairing_is_asked_once_at_a_time on ledger.till_pairing (key_id)
  where confirmed_at is null and ended_at is null;
create index till_pairing_by_location on ledger.till_pairing (location_code, asked_at);
grant select, insert on ledger.till_pairing to mlc_app;
grant update (confirmed_by, confirmed_at, ended_at, synced_at, synced_rotation) on ledger.till_pairing to mlc_app;
grant select on ledger.till_pairing to mlc_auditor;
