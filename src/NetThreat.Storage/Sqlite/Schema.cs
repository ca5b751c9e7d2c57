using NetThreat.Core.Stores;

namespace NetThreat.Storage.Sqlite;

/// <summary>The tables, and how an older database becomes a newer one: step n leads from version n to n + 1.</summary>
internal static class Schema
{
    private static readonly string[] Steps = [First, DeferredIndexes];

    /// <summary>
    /// Flows are narrow rows in order of (start, id), which is nearly the order of arrival; their bodies are appended to a table of their
    /// own. In the indexes every entry ends with (start, id), so each serves paging newest first.
    /// </summary>
    internal const string First = """
        create table counters(name text primary key, value integer not null) without rowid;
        insert into counters values('flows', 0);
        create table sources(source integer primary key, site text not null, point text not null, sensor text not null, run text not null,
            unique(site, point, sensor, run));
        create table flows(start integer not null, id blob not null, revision integer not null, source integer not null,
            originator blob not null, responder blob not null, port integer not null, protocol integer not null, service text,
            body integer not null, primary key(start, id)) without rowid;
        create index flows_id on flows(id);
        create index flows_originator on flows(originator, start);
        create index flows_responder on flows(responder, start);
        create table flow_bodies(body integer primary key, payload blob not null);
        create table incidents(id blob not null unique, revision integer not null, site text not null, risk real not null,
            first integer not null, last integer not null, updated integer not null, hosts text not null, techniques text not null,
            payload blob not null, state integer not null default 0, assignee text, comment text, version integer not null default 0);
        create index incidents_updated on incidents(updated, id);
        create table checkpoints(owner text primary key, epoch integer not null, position integer not null, replay_from integer not null) without rowid;
        create table checkpoint_entries(owner text not null, key text not null, value blob not null, primary key(owner, key)) without rowid;
        create table ledger(stage text not null, stream text not null, minute integer not null, unit text not null, "in" integer not null,
            "out" integer not null, held integer not null, dropped text not null, revision integer not null,
            primary key(stage, stream, minute)) without rowid;
        create index ledger_minute on ledger(minute);
        create table users(name text primary key, password_hash text not null, security_stamp text not null, must_change integer not null) without rowid;
        """;

    /// <summary>
    /// Flows in order of arrival with all but their features; these are appended to a table of their own when the flow ends. What is in no
    /// order of arrival is entered later (<see cref="FlowIndex"/>). The bodies of version 1 were messages of one record: an empty stream
    /// (2 bytes), then tag, length (1 or 2 bytes) and content of the record.
    /// </summary>
    private const string DeferredIndexes = """
        drop index flows_id;
        drop index flows_originator;
        drop index flows_responder;
        alter table flows rename to flows_1;
        create table flows(row integer primary key, start integer not null, id blob not null, revision integer not null, source integer not null,
            originator blob not null, responder blob not null, port integer not null, protocol integer not null, service text,
            features integer, facts blob not null);
        insert into flows select null, f.start, f.id, f.revision, f.source, f.originator, f.responder, f.port, f.protocol, f.service, null,
            substr(b.payload, case when hex(substr(b.payload, 4, 1)) >= '80' then 6 else 5 end)
            from flows_1 f cross join flow_bodies b on b.body = f.body order by f.start, f.id;
        drop table flows_1;
        drop table flow_bodies;
        create unique index flows_start on flows(start, id);
        create table flow_features(features integer primary key, payload blob not null);
        create table flow_originators(host blob not null, start integer not null, row integer not null, primary key(host, start, row)) without rowid;
        create table flow_responders(host blob not null, start integer not null, row integer not null, primary key(host, start, row)) without rowid;
        create table flow_ids(run integer not null, prefix blob not null, row integer not null, primary key(run, prefix, row)) without rowid;
        insert into counters values('indexed', 0);
        """;

    /// <exception cref="StoreException">A newer version wrote the database.</exception>
    public static void Prepare(Database database, string folder)
    {
        database.Execute("pragma journal_mode=wal; pragma synchronous=normal");
        long version = database.Scalar("pragma user_version");
        if (version > Steps.Length)
            throw new StoreException($"the database in '{folder}' has schema {version}, this version knows {Steps.Length}: run the newer version or name another folder", false);
        if (version == Steps.Length) return;
        database.Execute("begin immediate");
        for (; version < Steps.Length; version++) database.Execute(Steps[version]);
        database.Execute($"pragma user_version={Steps.Length}; commit");
    }
}
