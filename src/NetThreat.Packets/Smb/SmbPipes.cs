using NetThreat.Packets.Applications;
using NetThreat.Packets.DceRpc;

namespace NetThreat.Packets.Smb;

/// <summary>
/// Calls through named pipes: which interface each open file was bound to, by what the stream said before. It lives while a stream is read;
/// a stream that is read again says the same.
/// </summary>
internal sealed class SmbPipes
{
    private const int MaxFiles = 16;

    private readonly Dictionary<ulong, Guid> _bound = [];

    /// <param name="file">The open file that a request is about; replies have none.</param>
    /// <param name="data">What was written or read, often no call at all.</param>
    public void Read(ulong file, ReadOnlySpan<byte> data, IFactSink facts)
    {
        if (!DceRpcStream.IsHeader(data) || DceRpcStream.FragmentLength(data) > data.Length) return;
        var pdu = data[..DceRpcStream.FragmentLength(data)];
        if (DceRpcStream.Bound(pdu) is { } service && (_bound.Count < MaxFiles || _bound.ContainsKey(file))) _bound[file] = service;
        DceRpcStream.Read(pdu, _bound.TryGetValue(file, out var known) ? known : null, facts);
    }
}
