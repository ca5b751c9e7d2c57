using System.Globalization;
using System.Runtime.CompilerServices;
using NetThreat.Core.Ledger;
using NetThreat.Core.Net;
using NetThreat.Core.Packets;
using NetThreat.Core.Time;
using NetThreat.Simulation.Engine;
using NetThreat.Simulation.Frames;
using NetThreat.Simulation.Labels;
using NetThreat.Core.Randomness;

namespace NetThreat.Simulation;

/// <summary>
/// The packets of a scenario in order of time, made while they are read. The same scenario gives the same bytes at the same distances
/// from the start. An endless scenario gives packets as fast as they are read. Not thread-safe.
/// </summary>
/// <param name="scenario">What to simulate.</param>
/// <param name="start">Event time of the scenario's beginning.</param>
public sealed unsafe class SimulatedPacketSource(Scenario scenario, Timestamp start) : IPacketSource
{
    /// <summary>LINKTYPE_ETHERNET.</summary>
    public const ushort LinkType = 1;

    private readonly Simulator _simulator = new();
    private readonly List<(Attacks.Attack Attack, AttackTally Tally)> _attacks = [];
    private byte[] _arena = [];
    private TimeSpan? _first;
    private TimeSpan _last;
    private long _packets;
    private bool _begun;

    public string Name => $"simulation of {scenario.Name}, seed {scenario.Seed.ToString(CultureInfo.InvariantCulture)}";

    public bool IsLive => false;

    public IReadOnlyList<LedgerLoss> Losses => [];

    /// <inheritdoc/>
    public bool Read(PacketBatch batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        if (!_begun) Begin();
        if (_arena.Length < batch.Capacity * FrameWriter.MaxFrame)
            _arena = GC.AllocateUninitializedArray<byte>(batch.Capacity * FrameWriter.MaxFrame, pinned: true);
        Fill(batch, cancellation);
        return batch.Count > 0 || cancellation.IsCancellationRequested;
    }

    /// <summary>What the packets read so far hold: one row per attack that began, or one benign row.</summary>
    /// <param name="file">The capture's name for the first column.</param>
    public IReadOnlyList<LabelRow> Labels(string file)
    {
        string basis = Name, noise = "benign office traffic around it";
        var first = _first ?? TimeSpan.Zero;
        var rows = _attacks.Where(a => a.Tally.Packets > 0).OrderBy(a => a.Tally.First).Select(a =>
        {
            var d = a.Attack.Describe(a.Tally);
            return new LabelRow(
                file, d.Activity, d.Techniques.Split(','), d.Attacker, d.Victim, d.Protocol, d.Ports, (a.Tally.First - first).TotalSeconds,
                (a.Tally.Last - first).TotalSeconds, a.Tally.Packets, d.Expected, noise, basis, "high");
        }).ToList();
        return rows.Count > 0 ? rows
            : [new(file, LabelRow.Benign, [], "-", "-", "mixed", "-", 0, (_last - first).TotalSeconds, _packets, "stay quiet", "none", basis, "high")];
    }

    /// <summary><see cref="Labels"/>, each with the forged sources that its attack used, where those are too many to name.</summary>
    public IReadOnlyList<(LabelRow Row, IReadOnlySet<Address> Sources)> LabelledSources(string file)
    {
        var rows = Labels(file);
        var begun = _attacks.Where(a => a.Tally.Packets > 0).OrderBy(a => a.Tally.First).ToList();
        return [.. rows.Select((row, i) => (row, begun.Count > 0 ? (IReadOnlySet<Address>)begun[i].Tally.Sources : new HashSet<Address>()))];
    }

    public void Dispose()
    {
    }

    private TimeSpan End => scenario.Duration is { } d ? d - TimeSpan.FromTicks(1) : TimeSpan.MaxValue;

    private void Begin()
    {
        _begun = true;
        var world = new World(_simulator, scenario.Network);
        var random = new Xoshiro256(scenario.Seed);
        foreach (var profile in scenario.Profiles)
            foreach (var process in profile.Processes(world, random.Fork())) _simulator.Start(process);
        foreach (var attack in scenario.Attacks)
        {
            var tally = new AttackTally();
            _attacks.Add((attack, tally));
            _simulator.Start(attack.Run(world, tally, random.Fork()), tally);
        }
    }

    private void Fill(PacketBatch batch, CancellationToken cancellation)
    {
        var limit = End;
        var data = (byte*)Unsafe.AsPointer(ref _arena[0]);
        while (!batch.IsFull && !cancellation.IsCancellationRequested && _simulator.Advance(limit))
        {
            var frame = _simulator.Frame;
            frame.CopyTo(new Span<byte>(data, FrameWriter.MaxFrame));
            batch.Add(new(data, frame.Length, frame.Length, start + _simulator.Now, LinkType));
            data += FrameWriter.MaxFrame;
            _first ??= _simulator.Now;
            _last = _simulator.Now;
            _packets++;
        }
    }
}
