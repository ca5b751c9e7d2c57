using System.Security.Cryptography;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Streams;

namespace NetThreat.Capture.Collector;

/// <summary>
/// The id of a flow that others measured: as of our own flows, the exporter beside the observation point. Two exporters that saw one
/// conversation make two flows.
/// </summary>
internal sealed class ForeignIdentity(Vantage vantage) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[256 + Encoding.UTF8.GetMaxByteCount(vantage.Site.Length + vantage.ObservationPoint.Length)];

    /// <param name="discriminator">Tells apart records of one key and start; 0 for none.</param>
    public Id128 Of(in FlowKey key, long start, in Core.Net.Address exporter, uint domain, long discriminator)
    {
        var hash = new IdHash(_buffer, "foreign flow"u8);
        hash.Add(vantage.Site);
        hash.Add(vantage.ObservationPoint);
        hash.Add(exporter);
        hash.Add(domain);
        hash.Add(key.Originator);
        hash.Add(key.Responder);
        hash.Add((long)key.Protocol << 32 | (long)key.OriginatorPort << 16 | key.ResponderPort);
        hash.Add(start);
        hash.Add(discriminator);
        return hash.ToId(_sha256);
    }

    public void Dispose() => _sha256.Dispose();
}
