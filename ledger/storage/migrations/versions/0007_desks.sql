create table ledger.desk (
  name        text not null
    constraint desk_name_is_unique primary key,
  institution text not null,
  street      text not null,
  insee       text not null,
  hours       text not null
);
comment on table ledger.desk is
  'Where euros become units: the desks that residents are sent to, with their hours as people read them.';
grant select, insert on ledger.desk to mlc_app;
grant select on ledger.desk to mlc_auditor;
