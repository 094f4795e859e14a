create table ledger.institution (
  name     text        not null
    constraint institution_is_named_once primary key,
  kind     text        not null
    constraint institution_kind_is_known check (kind in ('issuer', 'desk', 'auditor')),
  code     text
    constraint institution_code_is_unique unique,
  added_at timestamptz not null,
  constraint institution_has_a_code_where_it_has_slips check ((kind = 'desk') = (code is not null))
);
comment on table ledger.institution is
  'The organisations of the house: one issuer, one auditor, any number of desks; code: how slips of its tills begin.';
create unique index institution_issuer_is_alone on ledger.institution (kind) where kind = 'issuer';
create unique index institution_auditor_is_alone on ledger.institution (kind) where kind = 'auditor';

-- What stands is read from what is done there: tills make a desk; else a treasury makes the issuer,
-- and an audit the auditor; whoever is second, or unknown, is a desk.
insert into ledger.institution (name, kind, code, added_at)
with known as (
  select name, min(began) as began
    from (select institution as name, starts_at as began from people.standing where institution is not null
           union all select institution, clock_timestamp() from ledger.till
           union all select institution, clock_timestamp() from ledger.desk) as each
   group by name
), held as (
  select k.name, k.began,
         (select min(code) from ledger.till as t where t.institution = k.name) as code,
         exists (select from ledger.till as t where t.institution = k.name)
           or exists (select from ledger.desk as d where d.institution = k.name) as is_desk,
         count(*) filter (where s.role = 'treasurer') as treasurers,
         count(*) filter (where s.role in ('launch_manager', 'compliance_officer')) as others,
         count(*) filter (where s.role = 'auditor') as auditors
    from known as k left join people.standing as s on s.institution = k.name
   group by k.name, k.began
), issuer as (
  select name from held
   where not is_desk and (treasurers > 0 or (others > 0 and auditors = 0))
   order by treasurers desc, others desc, began, name limit 1
), auditor as (
  select name from held
   where not is_desk and auditors > 0 and name not in (select name from issuer)
   order by auditors desc, began, name limit 1
), desks as (
  select name, code, row_number() over (order by began, name) as n,
         left(regexp_replace(translate(upper(name), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ', 'AAACEEEEIIOOUUU'), '[^A-Z0-9]', '', 'g'), 3)
           as letters
    from held
   where name not in (select name from issuer) and name not in (select name from auditor)
), coded as (
  select name, case when code is not null
                     and row_number() over (partition by code order by name) = 1
                    then code else letters || n end as code
    from desks
)
select h.name,
       case when h.name in (select name from issuer) then 'issuer'
            when h.name in (select name from auditor) then 'auditor' else 'desk' end,
       (select code from coded as c where c.name = h.name), h.began
  from held as h;

insert into ledger.desk (name, institution, street, insee, hours)
select distinct t.institution, t.institution, '', '', ''
  from ledger.till as t
 where not exists (select from ledger.desk as d where d.institution = t.institution)
    on conflict (name) do nothing;

alter table ledger.desk add constraint desk_is_of_an_institution
  foreign key (institution) references ledger.institution (name);
alter table ledger.desk add constraint desk_is_of_one_institution unique (name, institution);
alter table ledger.till add column desk text;
update ledger.till as t
   set desk = (select name from ledger.desk as d where d.institution = t.institution
                order by name <> institution, name limit 1);
alter table ledger.till alter column desk set not null;
alter table ledger.till add constraint till_is_at_a_desk_of_its_institution
  foreign key (desk, institution) references ledger.desk (name, institution);
alter table ledger.till add column closed_at timestamptz;
alter table ledger.till add column closed_by text;
alter table ledger.till add constraint till_is_closed_by_somebody
  check ((closed_at is null) = (closed_by is null));
create index till_by_desk on ledger.till (desk);
alter table people.standing add constraint standing_is_for_a_known_institution
  foreign key (institution) references ledger.institution (name);

alter table ledger.officer_key add column signs_from timestamptz;
update ledger.officer_key set signs_from = registered_at;
alter table ledger.officer_key alter column signs_from set not null;
comment on column ledger.officer_key.signs_from is
  'From when it countersigns: a key made in place of another does a day later.';
alter table people.officer_invitation add column is_reset boolean not null default false;
comment on column people.officer_invitation.is_reset is
  'Whether a key was asked for anew: the one that it makes countersigns a day later.';

alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure', 'cheque_unpaid',
                 'top_up', 'attribution', 'redemption_return', 'cover', 'desk', 'till'));

grant select on ledger.institution to mlc_app, mlc_auditor;
grant insert on ledger.institution to mlc_app;
grant update (street, insee, hours) on ledger.desk to mlc_app;
grant update (closed_at, closed_by) on ledger.till to mlc_app;
