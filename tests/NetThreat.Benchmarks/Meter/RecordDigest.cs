using System.Globalization;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using System.Text;
using NetThreat.Core.Flows;

namespace NetThreat.Benchmarks.Meter;

/// <summary>A number over every field and every bit of all records, whatever their order.</summary>
internal sealed class RecordDigest
{
    private UInt128 _sum;

    public long Records { get; private set; }

    public void Add(FlowRecord r)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Describe(r)));
        hash.AppendData(MemoryMarshal.AsBytes(r.Features.AsSpan()));
        _sum += System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
        Records++;
    }

    public override string ToString() => _sum.ToString("x32", CultureInfo.InvariantCulture);

    public static string Describe(FlowRecord r) => FormattableString.Invariant(
        $"{r.Id} {r.Key} {r.Segment} {r.Final} {r.EndReason} {r.Start.Nanoseconds} {r.End.Nanoseconds} {r.Time.Nanoseconds} {r.Delta} {r.Total} {r.State} {r.History} {r.Vlan} {r.DirectionDoubtful} {r.Parent} {r.Tunnel} {(ulong)r.Anomalies} {Facts(r.Application)} {Sequence(r.Sequence)}");

    private static string Facts(ApplicationFacts? f) => f is null ? "" : FormattableString.Invariant(
        $"{f.Service} {f.DnsQueries} {f.SshClient} {f.SshServer} {string.Join(',', f.Dns)}");

    private static string Sequence(PacketSequence? s) => s is null ? "" : FormattableString.Invariant(
        $"{string.Join(',', s.Lengths)} {string.Join(',', s.Gaps)} {string.Join(',', s.Flags)}");
}
