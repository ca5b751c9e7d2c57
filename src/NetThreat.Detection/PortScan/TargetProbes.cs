using NetThreat.Core.Net;
using NetThreat.Core.Sketches;

namespace NetThreat.Detection.PortScan;

/// <summary>What an initiator tried on one target over one protocol.</summary>
internal sealed class TargetProbes
{
    public PortSet Failed { get; } = new();

    public PortSet Answered { get; } = new();

    public bool Add(Probe probe) => (probe.Failed ? Failed : Answered).Add(probe.Port);

    public void Save(BinaryWriter w)
    {
        foreach (var set in new[] { Failed, Answered })
        {
            w.Write(set.Count);
            foreach (ushort p in set.Ports()) w.Write(p);
        }
    }

    public void Load(BinaryReader r)
    {
        foreach (var set in new[] { Failed, Answered })
            for (int n = r.ReadInt32(); n > 0; n--) set.Add(r.ReadUInt16());
    }
}

/// <summary>On how many targets an initiator tried one service.</summary>
internal sealed class ServiceProbes
{
    public DistinctSketch Failed { get; private set; } = new();

    public DistinctSketch Answered { get; private set; } = new();

    /// <summary>A sample of the targets that did not answer, or of all for echo requests.</summary>
    public AddressSample Sample { get; } = new(Core.Findings.Peers.MaxSample);

    public bool Add(Probe probe)
    {
        if (probe.Failed || probe.Protocol == IpProtocol.Icmp) Sample.Add(probe.Target);
        return (probe.Failed ? Failed : Answered).Add(KeyHash.Of(probe.Target));
    }

    public void Save(BinaryWriter w)
    {
        StateCodec.Write(w, Failed.Save());
        StateCodec.Write(w, Answered.Save());
        var sample = Sample.ToSorted();
        w.Write(sample.Count);
        foreach (var a in sample) StateCodec.Write(w, a);
    }

    public void Load(BinaryReader r)
    {
        Failed = DistinctSketch.TryLoad(StateCodec.ReadBytes(r)) ?? throw new InvalidDataException("sketch in checkpoint");
        Answered = DistinctSketch.TryLoad(StateCodec.ReadBytes(r)) ?? throw new InvalidDataException("sketch in checkpoint");
        for (int n = r.ReadInt32(); n > 0; n--) Sample.Add(StateCodec.ReadAddress(r));
    }
}
