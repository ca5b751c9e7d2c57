using NetThreat.Core.Time;
using NetThreat.Testing.Packets;

namespace NetThreat.Testing.Fuzz;

/// <summary>
/// Seeded mutations through targets, round by round. An exception, an impossible result and too much memory are failures; a read outside
/// the input ends the process, and a hang stops its progress: the supervisor sees both by the journal.
/// </summary>
public sealed class FuzzRunner : IDisposable
{
    /// <summary>Inputs until a target begins anew.</summary>
    private const int Life = 20_000;

    private readonly IReadOnlyList<IFuzzTarget> _targets;
    private readonly IReadOnlyList<FuzzInput>[] _seeds;
    private readonly int[] _schedule;
    private readonly long[] _lives;
    private readonly GuardedBytes _memory = new(Mutation.MaxLength);
    private readonly byte[] _buffer = new byte[Mutation.MaxLength];
    private readonly HashSet<string> _signatures = [];
    private readonly List<FuzzFailure> _failures = [];
    private readonly ulong _seed;
    private readonly FuzzJournal? _journal;

    public FuzzRunner(IReadOnlyList<IFuzzTarget> targets, IReadOnlyList<FuzzInput> packets, ulong seed, FuzzJournal? journal = null)
    {
        (_targets, _seed, _journal) = (targets, seed, journal);
        _seeds = [.. targets.Select(t => t.Seeds(packets))];
        _schedule = [.. targets.SelectMany((t, i) => Enumerable.Repeat(i, t.Share))];
        _lives = new long[targets.Count];
        Runs = new long[targets.Count];
    }

    /// <summary>Inputs so far, by target.</summary>
    public long[] Runs { get; }

    /// <summary>One for each place that failed.</summary>
    public IReadOnlyList<FuzzFailure> Failures => _failures;

    /// <summary>Runs a range of positions; the same range of the same seed is the same inputs.</summary>
    public void Run(ulong from, ulong count, CancellationToken cancellation = default)
    {
        for (ulong i = from; i < from + count; i++)
        {
            if ((i & 0xFF) == 0 && cancellation.IsCancellationRequested) return;
            One(i);
        }
    }

    /// <summary>What must hold at the end of all targets.</summary>
    public void End()
    {
        for (int i = 0; i < _targets.Count; i++) Reset(i, ulong.MaxValue);
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>One stored input through one target.</summary>
    public static void Replay(IFuzzTarget target, FuzzInput input)
    {
        using var memory = new GuardedBytes(Mutation.MaxLength);
        var random = new FuzzRandom(1, 1);
        target.Run(memory.Place(input.Bytes, input.Kind), ref random);
        target.Reset();
    }

    private void One(ulong position)
    {
        var random = new FuzzRandom(_seed, position);
        int t = _schedule[random.Below(_schedule.Length)];
        var (target, seeds) = (_targets[t], _seeds[t]);
        if (seeds.Count == 0) return;
        var seed = seeds[random.Below(seeds.Count)];
        int length = Mutation.Make(seed.Bytes, seeds[random.Below(seeds.Count)].Bytes, _buffer, ref random);
        ushort kind = target.Kinds.Count > 0 && random.OneIn(8) ? target.Kinds[random.Below(target.Kinds.Count)] : seed.Kind;
        var input = _buffer.AsSpan(0, length);
        _journal?.Write(position, t, kind, input);
        Runs[t]++;
        try
        {
            Checked(target, input, kind, random);
        }
#pragma warning disable CA1031 // Any exception is the finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(target, position, e, new(input.ToArray(), kind), random);
        }

        if (++_lives[t] >= Life) Reset(t, position);
    }

    private void Checked(IFuzzTarget target, ReadOnlySpan<byte> input, ushort kind, FuzzRandom random)
    {
        int wire = input.Length + (random.OneIn(4) ? random.Below(2000) : 0);
        var packet = _memory.Place(input, kind, wire, new Timestamp(1_700_000_000_000_000_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(in packet, ref random);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > target.MaxAllocation) throw new FuzzFaultException($"{allocated} bytes allocated for one input, the limit is {target.MaxAllocation}");
    }

    private void Failed(IFuzzTarget target, ulong position, Exception e, FuzzInput input, FuzzRandom random)
    {
        string signature = SignatureOf(target, e);
        if (!_signatures.Add(signature)) return;
        var smallest = target.KeepsState ? input : Minimizer.Shrink(input, candidate => Fails(target, candidate, random, signature));
        _failures.Add(new(target.Name, position, e.ToString(), smallest) { Signature = signature });
    }

    private bool Fails(IFuzzTarget target, FuzzInput input, FuzzRandom random, string signature)
    {
        try
        {
            Checked(target, input.Bytes, input.Kind, random);
            return false;
        }
#pragma warning disable CA1031 // Any exception is the finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return SignatureOf(target, e) == signature;
        }
    }

    private void Reset(int t, ulong position)
    {
        _lives[t] = 0;
        try
        {
            _targets[t].Reset();
        }
#pragma warning disable CA1031 // Any exception is the finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (_signatures.Add(SignatureOf(_targets[t], e))) _failures.Add(new(_targets[t].Name, position, e.ToString(), new([], 0)) { Signature = SignatureOf(_targets[t], e) });
        }
    }

    private static string SignatureOf(IFuzzTarget target, Exception e)
    {
        string place = (e.StackTrace ?? "").Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith("at NetThreat.", StringComparison.Ordinal)) ?? "";
        return $"{target.Name} {e.GetType().Name} {place}";
    }
}
