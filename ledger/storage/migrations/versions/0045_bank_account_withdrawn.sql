alter table people.bank_account drop constraint bank_account_takes_two_people;
alter table people.bank_account add constraint bank_account_takes_two_people
  check (decided_by <> asked_by or not is_granted);
