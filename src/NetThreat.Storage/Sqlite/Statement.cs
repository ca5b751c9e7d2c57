using System.Buffers;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;
using SQLitePCL;

namespace NetThreat.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as SQLite does.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, double value)
    {
        database.Check(raw.sqlite3_bind_double(handle, index, value));
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        database.Check(value is null ? raw.sqlite3_bind_null(handle, index) : raw.sqlite3_bind_text(handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        database.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, index, 0) : raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    public Statement BindNull(int index)
    {
        database.Check(raw.sqlite3_bind_null(handle, index));
        return this;
    }

    public Statement Bind(int index, Id128 value)
    {
        Span<byte> b = stackalloc byte[16];
        value.CopyTo(b);
        return Bind(index, b);
    }

    /// <summary>4 bytes for IPv4, 16 for IPv6: half the index for most traffic.</summary>
    public Statement Bind(int index, Address value)
    {
        Span<byte> b = stackalloc byte[16];
        value.CopyTo(b);
        return Bind(index, value.IsV4 ? b[12..] : b);
    }

    public Statement Bind(int index, object? value) => value switch
    {
        null => Bind(index, (string?)null),
        long v => Bind(index, v),
        double v => Bind(index, v),
        string v => Bind(index, v),
        Id128 v => Bind(index, v),
        Address v => Bind(index, v),
        _ => throw new ArgumentException($"no binding for {value.GetType()}", nameof(value)),
    };

    /// <summary>The next row; false at the end. After an error the statement is ready for use again.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(handle);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE) return code == raw.SQLITE_ROW;
        raw.sqlite3_reset(handle);
        database.Check(code);
        return false;
    }

    /// <summary>Runs to the end without rows.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public double Double(int column) => raw.sqlite3_column_double(handle, column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(handle, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public Id128 Id(int column) => Id128.FromBytes(raw.sqlite3_column_blob(handle, column));

    public Address Address(int column) => Core.Net.Address.FromBytes(raw.sqlite3_column_blob(handle, column));

    /// <summary>The column's bytes appended to <paramref name="bytes"/>; nothing for null.</summary>
    public void AppendTo(int column, ArrayBufferWriter<byte> bytes) => bytes.Write(raw.sqlite3_column_blob(handle, column));

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public void Dispose() => handle.Dispose();
}
