create view ledger.commune_today as
select insee, name, postal_codes, territory, territory_name, population
  from ledger.commune
 where valid_from <= (now() at time zone 'Europe/Paris')::date
   and (valid_to is null or valid_to >= (now() at time zone 'Europe/Paris')::date);
comment on view ledger.commune_today is 'The version of the perimeter in force today.';
grant select on ledger.commune_today to mlc_app, mlc_auditor;
