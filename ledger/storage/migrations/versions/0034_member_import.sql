create table people.member_import (
  digest      bytea       not null
    constraint member_import_happens_once primary key,
  members     integer     not null,
  amount      bigint      not null,
  imported_by text        not null,
  imported_at timestamptz not null
);
comment on table people.member_import is
  'Each file of members that was imported: whole, once.';

grant select, insert, update, delete on people.member_import to mlc_app;
