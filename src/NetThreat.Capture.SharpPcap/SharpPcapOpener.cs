using NetThreat.Capture.Live;
using NetThreat.Core.Packets;
using SharpPcap;
using SharpPcap.LibPcap;

namespace NetThreat.Capture.SharpPcap;

/// <summary>Opens an interface by SharpPcap: on Windows with Npcap, elsewhere with the system's libpcap.</summary>
public static class SharpPcapOpener
{
    /// <param name="name">The system's name, or the one that people know (Ethernet, Wi-Fi).</param>
    /// <exception cref="CaptureException">The interface is not there or may not be captured.</exception>
    public static ILiveCapture Open(string name, CaptureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            var device = Find(name);
            Configure(device, options);
            return new SharpPcapCapture(device, options.SnapLength);
        }
        catch (PcapException e)
        {
            throw new CaptureException($"'{name}' cannot be captured: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (DllNotFoundException e)
        {
            throw new CaptureException($"'{name}' cannot be captured: this system has no capture driver, install Npcap (https://npcap.com)", e);
        }
    }

    private static LibPcapLiveDevice Find(string name)
    {
        var devices = LibPcapLiveDeviceList.New();
        return devices.FirstOrDefault(d => d.Name == name || d.Interface?.FriendlyName == name)
            ?? throw new CaptureException($"there is no interface '{name}': there are {string.Join(", ", devices.Select(d => d.Interface?.FriendlyName ?? d.Name))}");
    }

    private static void Configure(LibPcapLiveDevice device, CaptureOptions options)
    {
        device.Open(new DeviceConfiguration
        {
            Mode = options.Promiscuous ? DeviceModes.Promiscuous : DeviceModes.None,
            ReadTimeout = (int)options.BlockTimeout.TotalMilliseconds,
            Snaplen = options.SnapLength,
            BufferSize = (int)Math.Min(options.RingBytes, int.MaxValue),
        });
        try
        {
            if (options.Filter.Length > 0) device.Filter = options.Filter;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }
}
