-- Drops the months of the audit log that ended before first_kept, whole partitions at a time; answers their names.
-- Repeatable and safe to race. Rows of the default partition stay: no month of theirs can be dropped.
CREATE FUNCTION audit_drop_before(first_kept timestamptz) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  partition_name text;
  ends_at timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('sluice:audit-retention', 0));
  FOR partition_name IN
    SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent = '"AuditEvent"'::regclass AND child.relname ~ '^AuditEvent_\d{4}_\d{2}$' ORDER BY 1
  LOOP
    ends_at := (to_date(right(partition_name, 7), 'YYYY_MM') + interval '1 month')::timestamp AT TIME ZONE 'UTC';
    IF ends_at <= first_kept THEN
      EXECUTE format('DROP TABLE %I', partition_name);
      RETURN NEXT partition_name;
    END IF;
  END LOOP;
END $$;
