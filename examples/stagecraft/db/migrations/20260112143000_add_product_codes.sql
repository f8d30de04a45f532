-- migrate:up
alter table products add column code text;
update products set code = 'P' || id;
alter table products alter column code set not null, add unique (code);

-- migrate:down
alter table products drop column code;
