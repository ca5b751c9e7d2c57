using System.Security.Cryptography;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Streams;

namespace NetThreat.Flows.Records;

/// <summary>The id of a flow: a function of where it was seen, who spoke and when it began.</summary>
internal sealed class FlowIdentity(Vantage vantage) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[128 + Encoding.UTF8.GetMaxByteCount(vantage.Site.Length + vantage.ObservationPoint.Length)];

    public Id128 Of(in FlowKey key, long start)
    {
        var hash = new IdHash(_buffer, "flow"u8);
        hash.Add(vantage.Site);
        hash.Add(vantage.ObservationPoint);
        hash.Add(key.Originator);
        hash.Add(key.Responder);
        hash.Add((long)key.Protocol << 32 | (long)key.OriginatorPort << 16 | key.ResponderPort);
        hash.Add(start);
        return hash.ToId(_sha256);
    }

    public void Dispose() => _sha256.Dispose();
}
